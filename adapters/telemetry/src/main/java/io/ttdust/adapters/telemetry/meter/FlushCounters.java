package io.ttdust.adapters.telemetry.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ttdust.application.flush.FlushReport;
import java.time.Duration;

/// Counts what flushing brought into files.
public final class FlushCounters {

    private final Timer duration;
    private final Counter files;
    private final Counter bytes;

    public FlushCounters(MeterRegistry registry) {
        duration = Metric.STORAGE_FLUSH_DURATION.timer(registry);
        files = Metric.STORAGE_FILES.counter(registry);
        bytes = Metric.STORAGE_BYTES.counter(registry);
    }

    /// A round is over. Rounds without a file are not counted: nothing was due, or all of it failed.
    public void flushed(FlushReport report, Duration took) {
        if (report.files() > 0) {
            duration.record(took);
            files.increment(report.files());
            bytes.increment((double) report.bytes());
        }
    }
}
