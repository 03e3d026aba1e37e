package io.ttdust.adapters.wal.story;

import io.ttdust.domain.id.StreamId;
import java.util.List;
import java.util.UUID;

/// A partition of a stream.
record Place(StreamId stream, int partition) {

    /// Those that stories append to.
    static final List<Place> ALL = List.of(
            new Place(stream(1), 0),
            new Place(stream(1), 1),
            new Place(stream(1), 2),
            new Place(stream(2), 0),
            new Place(stream(3), 0),
            new Place(stream(3), 7));

    private static StreamId stream(int number) {
        return new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number));
    }

    @Override
    public String toString() {
        return "%s partition %d".formatted(stream, partition);
    }
}
