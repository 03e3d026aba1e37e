package io.ttdust.adapters.telemetry.meter;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.telemetry.QueryMeter;
import io.ttdust.domain.stream.StreamName;
import java.util.concurrent.TimeUnit;

/// Counts and times pages and look-ups.
public final class QueryTimers implements QueryMeter {

    private final MeterRegistry registry;
    private final StreamLabels labels;
    private final Timer latency;
    private final Timer execution;
    private final DistributionSummary records;
    private final DistributionSummary partitions;

    /// Counts into `registry`; streams are named as `labels` says.
    public QueryTimers(MeterRegistry registry, StreamLabels labels) {
        this.registry = registry;
        this.labels = labels;
        latency = Metric.QUERY_LATENCY.timer(registry);
        execution = Metric.QUERY_EXECUTION_DURATION.timer(registry);
        records = Metric.QUERY_RECORDS_RETURNED.summary(registry);
        partitions = Metric.QUERY_PARTITIONS_SCANNED.summary(registry);
    }

    @Override
    public Query asked(StreamName stream, Kind kind) {
        return new Asked(labels.of(stream), kind);
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case TIME_RANGE -> "time_range";
            case KEY_LOOKUP -> "key_lookup";
        };
    }

    private final class Asked implements Query {

        private final String stream;
        private final Kind kind;
        private final long askedNanos = System.nanoTime();
        private long startedNanos = askedNanos;

        private Asked(String stream, Kind kind) {
            this.stream = stream;
            this.kind = kind;
        }

        @Override
        public void started() {
            startedNanos = System.nanoTime();
        }

        @Override
        public void answered(int returned, int scanned) {
            end("ok");
            records.record(returned);
            partitions.record(scanned);
        }

        @Override
        public void failed() {
            end("failed");
        }

        private void end(String status) {
            long now = System.nanoTime();
            latency.record(now - askedNanos, TimeUnit.NANOSECONDS);
            execution.record(now - startedNanos, TimeUnit.NANOSECONDS);
            Metric.QUERY_REQUESTS.counter(registry, stream, word(kind), status).increment();
        }
    }
}
