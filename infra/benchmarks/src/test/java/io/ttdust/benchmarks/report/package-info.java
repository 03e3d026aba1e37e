/// Tests of `report`.
@NullMarked
package io.ttdust.benchmarks.report;

import org.jspecify.annotations.NullMarked;
