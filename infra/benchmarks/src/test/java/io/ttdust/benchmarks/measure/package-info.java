/// Tests of `measure`.
@NullMarked
package io.ttdust.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
