/// Tests of `readback`.
@NullMarked
package io.ttdust.benchmarks.readback;

import org.jspecify.annotations.NullMarked;
