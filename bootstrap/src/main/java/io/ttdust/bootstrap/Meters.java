package io.ttdust.bootstrap;

import io.ttdust.application.port.telemetry.AccessMeter;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.application.port.telemetry.QueryMeter;

/// Whom the use cases tell of their work.
public record Meters(IngestMeter ingest, QueryMeter queries, AccessMeter access) {

    /// Nobody.
    public static final Meters NONE = new Meters(IngestMeter.NONE, QueryMeter.NONE, AccessMeter.NONE);
}
