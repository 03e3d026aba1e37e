package io.ttdust.application.port.telemetry;

import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.stream.StreamName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps what it is told, and fails a batch that is told twice what became of it.
public final class TallyingIngestMeter implements IngestMeter {

    public final AtomicInteger requests = new AtomicInteger();
    public final AtomicLong received = new AtomicLong();
    public final AtomicLong bytes = new AtomicLong();

    /// As `stream 3 CODE`, one for each call.
    public final List<String> refusals = Collections.synchronizedList(new ArrayList<>());

    public final List<Offered> batches = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void received(int records, long payloadBytes) {
        requests.incrementAndGet();
        received.addAndGet(records);
        bytes.addAndGet(payloadBytes);
    }

    @Override
    public void refused(@Nullable StreamName stream, int records, ErrorCode code) {
        refusals.add("%s %d %s".formatted(stream, records, code));
    }

    @Override
    public Offered offered(StreamName stream, int records) {
        Offered batch = new Offered(stream, records);
        batches.add(batch);
        return batch;
    }

    /// One batch as it was offered, and what became of it.
    public static final class Offered implements Batch {

        public final StreamName stream;
        public final int records;
        public volatile @Nullable IngestOutcome outcome;
        public volatile int validated = -1;
        private final AtomicInteger ends = new AtomicInteger();

        private Offered(StreamName stream, int records) {
            this.stream = stream;
            this.records = records;
        }

        @Override
        public void answered(int newValidated, IngestOutcome newOutcome) {
            end();
            validated = newValidated;
            outcome = newOutcome;
        }

        @Override
        public void failed() {
            end();
        }

        private void end() {
            if (ends.incrementAndGet() > 1) {
                throw new IllegalStateException("the batch of %d for %s has ended before".formatted(records, stream));
            }
        }

        public boolean isOver() {
            return ends.get() == 1;
        }
    }
}
