package io.ttdust.adapters.wal.inspection;

import io.ttdust.domain.id.StreamId;

/// What the log holds of one stream-partition.
///
/// @param firstOffset of the oldest record left
/// @param endOffset one more than that of the newest record
/// @param records between them, less than the offsets where some are missing
/// @param frames they lie in
/// @param bytes of the frames
/// @param firstMicros receive time of the oldest record left, Unix microseconds
/// @param lastMicros receive time of the newest record
public record PartitionSummary(
        StreamId stream,
        int partition,
        long firstOffset,
        long endOffset,
        long records,
        long frames,
        long bytes,
        long firstMicros,
        long lastMicros) {

    PartitionSummary and(long first, int count, int length, long micros) {
        return new PartitionSummary(
                stream,
                partition,
                firstOffset,
                first + count,
                records + count,
                frames + 1,
                bytes + length,
                firstMicros,
                micros);
    }
}
