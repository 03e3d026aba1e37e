/// Threads that take turns as a seed decides, so that a run with several threads repeats exactly.
///
/// Entry point: [io.ttdust.simulation.schedule.Schedule]. Code under test meets it where its locks, parks and
/// clocks are replaced by those of this package; `io.ttdust.simulation.log` does so while loading classes.
@NullMarked
package io.ttdust.simulation.schedule;

import org.jspecify.annotations.NullMarked;
