/// What a node tells of itself in numbers, as Prometheus reads them. Entry point: [Telemetry].
///
/// Neighbours: `telemetry.meter` has the metrics and what counts into them, `telemetry.port` decorates ports.
/// The registry and the text format are Micrometer's.
@NullMarked
package io.ttdust.adapters.telemetry;

import org.jspecify.annotations.NullMarked;
