/// Tests of `log`.
@NullMarked
package io.ttdust.benchmarks.log;

import org.jspecify.annotations.NullMarked;
