package io.ttdust.adapters.wal.recovery;

import io.ttdust.domain.id.StreamId;
import java.util.List;

/// The offsets that a damaged log lacks, as a message tells them: partition by partition, the first few by name.
final class LostOffsets {

    private static final int NAMED_MAX = 10;

    private LostOffsets() {}

    /// The offsets of one partition.
    ///
    /// @param end the offset behind the last one
    static String of(StreamId stream, int partition, long first, long end) {
        return "%s partition %d offsets %d to %d".formatted(stream, partition, first, end - 1);
    }

    /// How a sentence goes on that says that something is lost; empty if `lost` is.
    ///
    /// @param lost what [#of] gave for each partition
    static String text(List<String> lost) {
        if (lost.isEmpty()) {
            return "";
        }
        String more = lost.size() > NAMED_MAX ? " and %d more partitions".formatted(lost.size() - NAMED_MAX) : "";
        return ": " + String.join(", ", lost.subList(0, Math.min(NAMED_MAX, lost.size()))) + more;
    }
}
