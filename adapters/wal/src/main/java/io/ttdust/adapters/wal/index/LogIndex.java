package io.ttdust.adapters.wal.index;

import io.ttdust.domain.id.StreamId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The frames of every stream-partition. Safe for use by several threads.
public final class LogIndex {

    private final long heapBytesMax;
    private final AtomicLong heapBytes = new AtomicLong();
    private final ConcurrentHashMap<Place, PartitionIndex> partitions = new ConcurrentHashMap<>();

    private record Place(StreamId stream, int partition) {}

    /// @param heapBytesMax from which size on [#isFull] says so; nothing is refused here
    public LogIndex(long heapBytesMax) {
        this.heapBytesMax = heapBytesMax;
    }

    /// The index of a partition, empty when nothing was appended to it yet.
    public PartitionIndex of(StreamId stream, int partition) {
        Place place = new Place(stream, partition);
        PartitionIndex known = partitions.get(place);
        return known == null ? partitions.computeIfAbsent(place, p -> new PartitionIndex(heapBytes)) : known;
    }

    /// The index of a partition, or null when nobody ever appended to it.
    public @Nullable PartitionIndex find(StreamId stream, int partition) {
        return partitions.get(new Place(stream, partition));
    }

    /// Whether the index has all the heap it may take. What is in the log must fit into the heap again after a
    /// restart, so nothing more should be appended then.
    public boolean isFull() {
        return heapBytes.get() >= heapBytesMax;
    }

    /// Heap that the index takes, about.
    public long heapBytes() {
        return heapBytes.get();
    }
}
