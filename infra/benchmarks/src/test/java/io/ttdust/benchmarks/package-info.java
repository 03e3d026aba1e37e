/// Tests of the command line.
@NullMarked
package io.ttdust.benchmarks;

import org.jspecify.annotations.NullMarked;
