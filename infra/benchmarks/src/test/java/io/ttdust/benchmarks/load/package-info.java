/// Tests of `load`.
@NullMarked
package io.ttdust.benchmarks.load;

import org.jspecify.annotations.NullMarked;
