/// Everything that was acknowledged, read through the query API and held against what was sent.
///
/// Entry point: [ReadBack].
@NullMarked
package io.ttdust.benchmarks.readback;

import org.jspecify.annotations.NullMarked;
