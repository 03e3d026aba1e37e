/// How a benchmark speaks: progress while it runs, a table for people, one JSON object for programs.
///
/// Entry points: [Console] and [Report].
@NullMarked
package io.ttdust.benchmarks.report;

import org.jspecify.annotations.NullMarked;
