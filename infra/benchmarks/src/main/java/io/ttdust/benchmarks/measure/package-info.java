/// What a measurement consists of: latencies, medians with their spread, the machine, a directory of its own.
///
/// Entry points: [Latencies], [Spread], [WorkDirectory]. How the numbers are shown is `report`.
@NullMarked
package io.ttdust.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
