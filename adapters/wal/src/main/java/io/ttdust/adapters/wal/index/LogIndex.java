package io.ttdust.adapters.wal.index;

import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/// The frames of every stream-partition. Safe for use by several threads.
public final class LogIndex {

    private final long heapBytesMax;
    private volatile ToLongBiFunction<StreamId, Integer> firstOffset = (stream, partition) -> 0;
    private final AtomicLong heapBytes = new AtomicLong();
    private final AtomicLong unflushedBytes = new AtomicLong();

    /// By stream, then by partition: looking one up for an append makes no key.
    private final ConcurrentHashMap<StreamId, ConcurrentHashMap<Integer, PartitionIndex>> streams =
            new ConcurrentHashMap<>();

    /// @param heapBytesMax from which size on [#isFull] says so; nothing is refused here
    public LogIndex(long heapBytesMax) {
        this.heapBytesMax = heapBytesMax;
    }

    /// From now on partitions that nobody has appended to yet begin there, and no longer at 0.
    public void beginAt(ToLongBiFunction<StreamId, Integer> offset) {
        firstOffset = offset;
    }

    /// The index of a partition, empty when nothing was appended to it yet.
    public PartitionIndex of(StreamId stream, int partition) {
        PartitionIndex known = find(stream, partition);
        return known == null
                ? streams.computeIfAbsent(stream, s -> new ConcurrentHashMap<>(2))
                        .computeIfAbsent(partition, p -> begin(stream, p))
                : known;
    }

    private PartitionIndex begin(StreamId stream, int partition) {
        PartitionIndex index = new PartitionIndex(stream, partition, heapBytes, unflushedBytes);
        index.startAt(firstOffset.applyAsLong(stream, partition));
        return index;
    }

    /// Lets no run go on across what cannot be read. While opening only.
    public void endRuns() {
        forEach(PartitionIndex::endRun);
    }

    /// Shows every partition, in no order.
    public void forEach(Consumer<PartitionIndex> visitor) {
        streams.values().forEach(partitions -> partitions.values().forEach(visitor));
    }

    /// The index of a partition, or null when nobody ever appended to it.
    public @Nullable PartitionIndex find(StreamId stream, int partition) {
        ConcurrentHashMap<Integer, PartitionIndex> partitions = streams.get(stream);
        return partitions == null ? null : partitions.get(partition);
    }

    /// Bytes of the frames that are not flushed, those included that are staged and not durable.
    public long unflushedBytes() {
        return unflushedBytes.get();
    }

    /// A position not behind any frame that is not flushed; beyond the log when there is none.
    ///
    /// Frames that become durable meanwhile may be missed.
    public long neededLsn() {
        long needed = PartitionIndex.NOTHING;
        for (ConcurrentHashMap<Integer, PartitionIndex> partitions : streams.values()) {
            for (PartitionIndex partition : partitions.values()) {
                needed = Math.min(needed, partition.neededLsn());
            }
        }
        return needed;
    }

    /// What of each partition is not flushed; partitions without such are left out.
    ///
    /// @param sealedEnd where the oldest segment ends when it is full; 0 when it is not
    public List<PartitionBacklog> backlog(long sealedEnd) {
        List<PartitionBacklog> all = new ArrayList<>();
        forEach(partition -> {
            PartitionBacklog one = partition.backlog(sealedEnd);
            if (one != null) {
                all.add(one);
            }
        });
        return all;
    }

    /// Forgets where the frames before `lsn` lie, where a segment starts. A partition's end offset stays known.
    public void forget(long lsn) {
        for (ConcurrentHashMap<Integer, PartitionIndex> partitions : streams.values()) {
            partitions.values().forEach(partition -> partition.forget(lsn));
        }
    }

    /// Whether the index has all the heap it may take. What is in the log must fit into the heap again after a
    /// restart, so nothing more should be appended then.
    public boolean isFull() {
        return heapBytes.get() >= heapBytesMax;
    }

    /// Whether the index has half of the heap it may take.
    public boolean isTight() {
        return heapBytes.get() >= heapBytesMax / 2;
    }

    /// Heap that the index takes, about.
    public long heapBytes() {
        return heapBytes.get();
    }
}
