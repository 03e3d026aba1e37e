package io.ttdust.adapters.telemetry.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.telemetry.IngestMeter;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.stream.StreamName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts records on their way in. A batch costs a look-up of its stream, a handful of additions and one object;
/// only records that are not accepted are looked at one by one.
public final class IngestCounters implements IngestMeter {

    private final MeterRegistry registry;
    private final StreamLabels labels;
    private final Counter received;
    private final Counter bytes;
    private final Counter requests;
    private final Counter validated;
    private final Counter duplicates;
    private final Counter backpressure;
    private final Timer latency;
    private final LongAdder offeredRecords = new LongAdder();
    private final LongAdder endedRecords = new LongAdder();
    private final ConcurrentHashMap<String, StreamCounters> streams = new ConcurrentHashMap<>();
    private final StreamCounters others;
    private final StreamCounters none;

    /// Counts into `registry`; streams are named as `labels` says.
    public IngestCounters(MeterRegistry registry, StreamLabels labels) {
        this.registry = registry;
        this.labels = labels;
        received = Metric.INGESTION_RECORDS_RECEIVED.counter(registry);
        bytes = Metric.INGESTION_BYTES.counter(registry);
        requests = Metric.INGESTION_REQUESTS.counter(registry);
        validated = Metric.INGESTION_RECORDS_VALIDATED.counter(registry);
        duplicates = Metric.INGESTION_DUPLICATES.counter(registry);
        backpressure = Metric.INGESTION_BACKPRESSURE.counter(registry);
        latency = Metric.INGESTION_LATENCY.timer(registry);
        others = new StreamCounters(registry, StreamLabels.OTHER);
        none = new StreamCounters(registry, StreamLabels.NONE);
        Metric.INGESTION_BUFFER_RECORDS.gauge(registry, this::recordsInFlight);
    }

    /// Ends are read first, so that the difference is never negative.
    private long recordsInFlight() {
        long ended = endedRecords.sum();
        return offeredRecords.sum() - ended;
    }

    private StreamCounters of(StreamName stream) {
        StreamCounters known = streams.get(stream.value());
        return known != null ? known : admit(stream);
    }

    private StreamCounters admit(StreamName stream) {
        String label = labels.of(stream);
        return label.equals(StreamLabels.OTHER)
                ? others
                : streams.computeIfAbsent(label, name -> new StreamCounters(registry, name));
    }

    @Override
    public void received(int records, long payloadBytes) {
        requests.increment();
        received.increment(records);
        bytes.increment((double) payloadBytes);
    }

    @Override
    public void refused(@Nullable StreamName stream, int records, ErrorCode code) {
        if (records == 0) {
            return; // a request in which no record could be made out
        }
        StreamCounters counters = stream == null ? none : of(stream);
        if (code.retryable()) {
            counters.refused.increment(records);
        } else {
            counters.rejected.increment(records);
            counters.broken(code, records);
        }
    }

    @Override
    public Batch offered(StreamName stream, int records) {
        offeredRecords.add(records);
        return new Offered(this, of(stream), records, System.nanoTime());
    }

    private record Offered(IngestCounters all, StreamCounters stream, int records, long startedNanos) implements Batch {

        @Override
        public void answered(int validated, IngestOutcome outcome) {
            all.latency.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
            if (validated > 0) {
                all.validated.increment(validated);
            }
            switch (outcome) {
                case IngestOutcome.Refused(Problem problem) -> refused(problem);
                case IngestOutcome.Answered answered -> count(answered);
            }
            all.endedRecords.add(records);
        }

        private void refused(Problem problem) {
            if (problem.code() == ErrorCode.OVERLOADED) {
                all.backpressure.increment();
            }
            if (problem.code().retryable()) {
                stream.refused.increment(records);
            } else {
                stream.rejected.increment(records);
                stream.broken(problem, records);
            }
        }

        private void count(IngestOutcome.Answered answered) {
            int accepted = answered.acceptedCount();
            if (accepted > 0) {
                stream.accepted.increment(accepted);
            }
            if (answered.others().isEmpty()) {
                return;
            }
            int duplicates = 0;
            int rejected = 0;
            int conflicts = 0;
            int refused = 0;
            for (IngestOutcome.Other other : answered.others()) {
                switch (other.verdict()) {
                    case Verdict.Duplicate _ -> duplicates++;
                    case Verdict.KeyConflict _ -> conflicts++;
                    case Verdict.RefusedForNow _ -> refused++;
                    case Verdict.Rejected(Problem problem) -> {
                        rejected++;
                        stream.broken(problem, 1);
                    }
                }
            }
            stream.duplicate.increment(duplicates);
            all.duplicates.increment(duplicates);
            stream.rejected.increment(rejected);
            stream.conflict.increment(conflicts);
            stream.refused.increment(refused);
        }

        @Override
        public void failed() {
            all.endedRecords.add(records);
        }
    }
}
