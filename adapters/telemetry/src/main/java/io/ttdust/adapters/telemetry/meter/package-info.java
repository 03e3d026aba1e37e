/// The meters: every metric's name and meaning ([Metric]), and the ports of `application.port.telemetry` that count
/// into them.
///
/// Counters of a stream are looked up once per batch or page. Streams beyond [StreamLabels#STREAMS_MAX] are counted
/// together, so that the number of time series is bounded whatever users create.
@NullMarked
package io.ttdust.adapters.telemetry.meter;

import org.jspecify.annotations.NullMarked;
