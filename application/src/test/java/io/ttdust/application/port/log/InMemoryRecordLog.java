package io.ttdust.application.port.log;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Fake of both ports of the log: keeps batches in a list and calls them durable at once, unless told otherwise.
///
/// An LSN is the number of batches before it. All methods may be called from any thread.
public final class InMemoryRecordLog implements RecordLog, LogReader {

    private final InstantSource clock;
    private final List<Held> held = new ArrayList<>();
    private final List<LoggedBatch> durable = new ArrayList<>();
    private final Map<Place, Long> ends = new HashMap<>();
    private long lastMicros;
    private long throughMicros;
    private boolean holding;
    private @Nullable StorageException next;
    private @Nullable StorageException poison;

    private record Place(StreamId stream, int partition) {}

    private record Held(LoggedBatch batch, CompletableFuture<Appended> future) {}

    public InMemoryRecordLog(InstantSource clock) {
        this.clock = clock;
    }

    /// From now on appended batches stay undurable, as if a sync took very long.
    public synchronized void holdDurability() {
        holding = true;
    }

    /// Makes everything held durable, in order, and stops holding back.
    public void releaseDurability() {
        for (Held one : synced()) {
            one.future.complete(new Appended(one.batch.firstOffset(), one.batch.receiveMicros()));
        }
    }

    private synchronized List<Held> synced() {
        holding = false;
        List<Held> done = List.copyOf(held);
        held.clear();
        for (Held one : done) {
            makeDurable(one.batch);
        }
        return done;
    }

    /// The next call of [#append] throws `failure` and writes nothing.
    public synchronized void failNextAppend(StorageException failure) {
        next = failure;
    }

    /// What a failed sync does: whatever is held back is gone and fails with `failure`, and so does every later
    /// append.
    public void poison(StorageException failure) {
        for (Held one : lost(failure)) {
            one.future.completeExceptionally(failure);
        }
    }

    private synchronized List<Held> lost(StorageException failure) {
        poison = failure;
        List<Held> gone = List.copyOf(held);
        held.clear();
        return gone;
    }

    @Override
    public CompletableFuture<Appended> append(StreamId stream, int partition, int schemaVersion, RecordBatch batch) {
        if (batch.size() == 0) {
            throw new IllegalArgumentException("a batch of no records");
        }
        if (batch.size() > 1 && batch.payloadBytes() > BATCH_BYTES_MAX) {
            throw new IllegalArgumentException("%d records of together %d bytes are more than %d bytes"
                    .formatted(batch.size(), batch.payloadBytes(), BATCH_BYTES_MAX));
        }
        return stage(stream, partition, schemaVersion, batch);
    }

    private synchronized CompletableFuture<Appended> stage(
            StreamId stream, int partition, int schemaVersion, RecordBatch batch) {
        StorageException failure = poison == null ? next : poison;
        next = null;
        if (failure != null) {
            throw failure;
        }
        lastMicros = Math.max(clockMicros(), lastMicros + 1);
        Place place = new Place(stream, partition);
        long first = ends.getOrDefault(place, 0L);
        ends.put(place, first + batch.size());
        LoggedBatch logged = new LoggedBatch(stream, partition, first, lastMicros, schemaVersion, batch);
        if (holding) {
            CompletableFuture<Appended> future = new CompletableFuture<>();
            held.add(new Held(logged, future));
            return future;
        }
        makeDurable(logged);
        return CompletableFuture.completedFuture(new Appended(first, lastMicros));
    }

    private void makeDurable(LoggedBatch batch) {
        durable.add(batch);
        throughMicros = batch.receiveMicros();
    }

    @Override
    public synchronized Horizon horizon() {
        if (held.isEmpty()) {
            lastMicros = Math.max(clockMicros(), lastMicros);
            throughMicros = lastMicros;
        }
        return new Horizon(durable.size(), throughMicros);
    }

    @Override
    public synchronized long firstOffsetAt(StreamId stream, int partition, long receiveMicros) {
        long end = 0;
        for (LoggedBatch batch : durable) {
            if (batch.stream().equals(stream) && batch.partition() == partition) {
                if (batch.receiveMicros() >= receiveMicros) {
                    return batch.firstOffset();
                }
                end = batch.endOffset();
            }
        }
        return end;
    }

    @Override
    public void read(StreamId stream, int partition, long fromOffset, Horizon upTo, Predicate<LoggedBatch> reader) {
        for (LoggedBatch batch : durableUpTo(upTo)) {
            if (batch.stream().equals(stream)
                    && batch.partition() == partition
                    && batch.endOffset() > fromOffset
                    && !reader.test(batch)) {
                return;
            }
        }
    }

    private synchronized List<LoggedBatch> durableUpTo(Horizon upTo) {
        return List.copyOf(durable.subList(0, Math.toIntExact(upTo.endLsn())));
    }

    private long clockMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
