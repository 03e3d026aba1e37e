/// Tests of `floor`.
@NullMarked
package io.ttdust.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
