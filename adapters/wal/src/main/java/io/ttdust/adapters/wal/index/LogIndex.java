package io.ttdust.adapters.wal.index;

import io.ttdust.domain.id.StreamId;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The frames of every stream-partition. Safe for use by several threads.
public final class LogIndex {

    private final ConcurrentHashMap<Place, PartitionIndex> partitions = new ConcurrentHashMap<>();

    private record Place(StreamId stream, int partition) {}

    /// The index of a partition, empty when nothing was appended to it yet.
    public PartitionIndex of(StreamId stream, int partition) {
        Place place = new Place(stream, partition);
        PartitionIndex known = partitions.get(place);
        return known == null ? partitions.computeIfAbsent(place, p -> new PartitionIndex()) : known;
    }

    /// The index of a partition, or null when nobody ever appended to it.
    public @Nullable PartitionIndex find(StreamId stream, int partition) {
        return partitions.get(new Place(stream, partition));
    }
}
