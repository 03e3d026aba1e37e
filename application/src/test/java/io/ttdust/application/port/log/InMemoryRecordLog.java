package io.ttdust.application.port.log;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Fake of all ports of the log: keeps batches in a list and calls them durable at once, unless told otherwise.
///
/// An LSN is the number of batches before it. What is flushed is released at once, batch by batch, unless it is
/// pinned. Pins do not age by the clock; [#expirePins] stands for the 60 s. All methods may be called from any
/// thread.
public final class InMemoryRecordLog implements RecordLog, LogReader, LogTail, LogBacklog {

    private final InstantSource clock;
    private final List<Held> held = new ArrayList<>();
    private final List<LoggedBatch> durable = new ArrayList<>();
    private final Map<Place, Long> ends = new HashMap<>();
    private final Map<Place, Checkpoint> flushed = new HashMap<>();
    private final Map<Place, TreeMap<Long, Long>> lost = new HashMap<>();
    private final Set<Pin> pins = new HashSet<>();
    private final List<Wait> waits = new ArrayList<>();
    private long lastMicros;
    private long throughMicros;
    private boolean holding;
    private @Nullable StorageException next;
    private @Nullable StorageException poison;

    private static final LoggedBatch RELEASED = new LoggedBatch(
            new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0000L)),
            0,
            0,
            0,
            0,
            RecordBatch.builder(0, 0).build());

    private record Place(StreamId stream, int partition) {}

    private record Held(LoggedBatch batch, CompletableFuture<Appended> future) {}

    private record Wait(Place place, long fromOffset, CompletableFuture<Horizon> future) {}

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
        wake();
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
        waiters().forEach(wait -> wait.future.completeExceptionally(failure));
    }

    private synchronized List<Held> lost(StorageException failure) {
        poison = failure;
        List<Held> gone = List.copyOf(held);
        held.clear();
        return gone;
    }

    @Override
    public @Nullable CompletableFuture<Appended> append(
            StreamId stream, int partition, int schemaVersion, RecordBatch batch, AppendCondition condition) {
        if (batch.size() == 0) {
            throw new IllegalArgumentException("a batch of no records");
        }
        if (batch.size() > 1 && batch.payloadBytes() > BATCH_BYTES_MAX) {
            throw new IllegalArgumentException("%d records of together %d bytes are more than %d bytes"
                    .formatted(batch.size(), batch.payloadBytes(), BATCH_BYTES_MAX));
        }
        CompletableFuture<Appended> appended = stage(stream, partition, schemaVersion, batch, condition);
        wake();
        return appended;
    }

    private synchronized @Nullable CompletableFuture<Appended> stage(
            StreamId stream, int partition, int schemaVersion, RecordBatch batch, AppendCondition condition) {
        StorageException failure = poison == null ? next : poison;
        next = null;
        if (failure != null) {
            throw failure;
        }
        if (!condition.holds()) {
            return null;
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
    public synchronized LogPin pin() {
        Pin pin = new Pin(horizon());
        pins.add(pin);
        return pin;
    }

    private final class Pin implements LogPin {

        private final Horizon horizon;

        Pin(Horizon horizon) {
            this.horizon = horizon;
        }

        @Override
        public Horizon horizon() {
            return horizon;
        }

        @Override
        public boolean isHeld() {
            return holds(this);
        }

        @Override
        public void close() {
            unpin(this);
        }
    }

    private synchronized boolean holds(Pin pin) {
        return pins.contains(pin);
    }

    private synchronized void unpin(Pin pin) {
        pins.remove(pin);
        release();
    }

    /// What 60 s do: all pins there are hold nothing any more.
    public synchronized void expirePins() {
        pins.clear();
        release();
    }

    @Override
    public synchronized List<PartitionBacklog> backlog() {
        Map<Place, PartitionBacklog> found = new LinkedHashMap<>();
        for (LoggedBatch batch : durable) {
            if (batch.records().size() > 0 && batch.endOffset() > flushedOffset(batch)) {
                found.merge(
                        new Place(batch.stream(), batch.partition()),
                        new PartitionBacklog(
                                batch.stream(),
                                batch.partition(),
                                Math.max(batch.firstOffset(), flushedOffset(batch)),
                                batch.endOffset(),
                                batch.records().weightBytes(),
                                batch.receiveMicros(),
                                false),
                        (first, next) -> new PartitionBacklog(
                                first.stream(),
                                first.partition(),
                                first.firstOffset(),
                                next.endOffset(),
                                first.bytes() + next.bytes(),
                                first.oldestMicros(),
                                false));
            }
        }
        return List.copyOf(found.values());
    }

    private long flushedOffset(LoggedBatch batch) {
        Checkpoint checkpoint = flushed.get(new Place(batch.stream(), batch.partition()));
        return checkpoint == null ? 0 : checkpoint.offset();
    }

    @Override
    public synchronized long unflushedBytes() {
        long sum = 0;
        for (PartitionBacklog one : backlog()) {
            sum += one.bytes();
        }
        for (Held one : held) {
            sum += one.batch.records().weightBytes();
        }
        return sum;
    }

    @Override
    public synchronized void flushed(List<Checkpoint> checkpoints) {
        for (Checkpoint checkpoint : checkpoints) {
            if (checkpoint.offset() > endOffset(checkpoint.stream(), checkpoint.partition())) {
                throw new IllegalArgumentException(checkpoint + " is beyond the partition's end offset");
            }
        }
        for (Checkpoint checkpoint : checkpoints) {
            flushed.merge(
                    new Place(checkpoint.stream(), checkpoint.partition()),
                    checkpoint,
                    (old, next) -> next.offset() > old.offset() ? next : old);
        }
        release();
    }

    /// A released batch leaves its place behind, as LSNs are places.
    private void release() {
        if (pins.isEmpty()) {
            durable.replaceAll(batch ->
                    batch.records().size() > 0 && batch.endOffset() <= flushedOffset(batch) ? RELEASED : batch);
        }
    }

    @Override
    public synchronized long firstOffsetAt(StreamId stream, int partition, long receiveMicros) {
        for (LoggedBatch batch : durable) {
            if (batch.stream().equals(stream)
                    && batch.partition() == partition
                    && batch.receiveMicros() >= receiveMicros) {
                return batch.firstOffset();
            }
        }
        return endOffset(stream, partition);
    }

    /// The offset after the last durable record.
    private long endOffset(StreamId stream, int partition) {
        for (Held one : held) {
            if (one.batch.stream().equals(stream) && one.batch.partition() == partition) {
                return one.batch.firstOffset();
            }
        }
        return ends.getOrDefault(new Place(stream, partition), 0L);
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

    @Override
    public Durability durability() {
        return Durability.FSYNC;
    }

    /// Records that the next `count` offsets of a partition are lost.
    public synchronized void lose(StreamId stream, int partition, long count) {
        Place place = new Place(stream, partition);
        long first = ends.getOrDefault(place, 0L);
        lost.computeIfAbsent(place, p -> new TreeMap<>()).put(first, first + count);
        ends.put(place, first + count);
    }

    @Override
    public synchronized long afterLoss(StreamId stream, int partition, long offset) {
        Map.Entry<Long, Long> gap =
                lost.getOrDefault(new Place(stream, partition), new TreeMap<>()).floorEntry(offset);
        return gap == null ? offset : Math.max(offset, gap.getValue());
    }

    @Override
    public CompletableFuture<Horizon> awaitRecord(StreamId stream, int partition, long fromOffset) {
        Wait wait = new Wait(new Place(stream, partition), Math.max(0, fromOffset), new CompletableFuture<>());
        enter(wait);
        wake();
        return wait.future;
    }

    private synchronized void enter(Wait wait) {
        waits.add(wait);
        if (poison != null && !isDue(wait)) {
            wait.future.completeExceptionally(poison);
        }
    }

    /// How many wait for records now.
    public int waiting() {
        return waiters().size();
    }

    private synchronized List<Wait> waiters() {
        waits.removeIf(wait -> wait.future.isDone());
        return List.copyOf(waits);
    }

    private synchronized List<Wait> due() {
        return waiters().stream().filter(this::isDue).toList();
    }

    private boolean isDue(Wait wait) {
        Place place = wait.place;
        return endOffset(place.stream, place.partition) > afterLoss(place.stream, place.partition, wait.fromOffset);
    }

    private void wake() {
        List<Wait> due = due();
        if (!due.isEmpty()) {
            Horizon horizon = horizon();
            due.forEach(wait -> wait.future.complete(horizon));
        }
    }

    private synchronized List<LoggedBatch> durableUpTo(Horizon upTo) {
        return List.copyOf(durable.subList(0, Math.toIntExact(upTo.endLsn())));
    }

    private long clockMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
