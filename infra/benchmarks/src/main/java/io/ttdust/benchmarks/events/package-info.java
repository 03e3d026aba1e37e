/// What the benchmarks send: click events of one size.
///
/// Entry point: [ClickEvents].
@NullMarked
package io.ttdust.benchmarks.events;

import org.jspecify.annotations.NullMarked;
