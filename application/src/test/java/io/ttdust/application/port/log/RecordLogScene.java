package io.ttdust.application.port.log;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;

/// A log of its own for each test, and what tests of logs do again and again.
///
/// @param <L> the log under test
@Timeout(60)
public abstract class RecordLogScene<L extends RecordLog & LogReader & LogBacklog> {

    protected static final StreamId CLICKS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    protected static final StreamId ORDERS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0002L));

    static final long NOON = 1_700_000_000_000_000L;

    final AtomicReference<Instant> now = new AtomicReference<>(instant(NOON));

    /// An empty log that takes its time from `clock`; the implementing test closes it after each test.
    protected abstract L open(InstantSource clock) throws Exception;

    final L log() throws Exception {
        return open(now::get);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /// A checkpoint as whoever flushes would take it.
    protected static Checkpoint checkpoint(LogReader log, StreamId stream, int partition, long offset) {
        Horizon horizon = log.horizon();
        return new Checkpoint(stream, partition, offset, horizon.throughMicros(), horizon.endLsn());
    }

    protected static PartitionBacklog backlogOf(LogBacklog log, StreamId stream, int partition) {
        return log.backlog().stream()
                .filter(one -> one.stream().equals(stream) && one.partition() == partition)
                .findFirst()
                .orElseThrow();
    }

    protected static Appended append(RecordLog log, StreamId stream, int partition, String... payloads)
            throws Exception {
        return log.append(stream, partition, 1, batch(payloads)).get(50, TimeUnit.SECONDS);
    }

    protected static RecordBatch batch(String... payloads) {
        RecordBatch.Builder builder = RecordBatch.builder(payloads.length, 16);
        for (String payload : payloads) {
            builder.add(payload.getBytes(StandardCharsets.UTF_8));
        }
        return builder.build();
    }

    protected static List<LoggedBatch> batches(LogReader log, StreamId stream, int partition, long fromOffset) {
        List<LoggedBatch> batches = new ArrayList<>();
        log.read(stream, partition, fromOffset, log.horizon(), batches::add);
        return batches;
    }

    protected static List<String> payloads(LogReader log, StreamId stream, int partition, long fromOffset) {
        List<String> payloads = new ArrayList<>();
        log.read(stream, partition, fromOffset, log.horizon(), batch -> addPayloads(batch, payloads));
        return payloads;
    }

    static boolean addPayloads(LoggedBatch batch, List<String> payloads) {
        for (int i = 0; i < batch.records().size(); i++) {
            payloads.add(text(batch, i));
        }
        return true;
    }

    static String text(LoggedBatch batch, int index) {
        return StandardCharsets.UTF_8.decode(batch.records().payload(index)).toString();
    }
}
