package io.ttdust.adapters.wal.archive;

import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.StoredObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A segment as it lies in the archive.
///
/// @param previousEnd where the log ended before it
/// @param bytes of it that are the log's, from its first on
record ArchivedSegment(String key, long base, long previousEnd, long bytes) {

    /// All segments of an archive that are the log's, in order.
    ///
    /// @param logId filled with the id of the log that all of them are of
    /// @throws StorageException if there is none, or one is not of the same log as the first, whole and in its
    ///     place
    static List<ArchivedSegment> in(LogArchive archive, byte[] logId) {
        List<Long> bases = archive.bases();
        if (bases.isEmpty()) {
            throw new StorageException("the archive holds no segment of a node '%s'; it has some of %s"
                    .formatted(archive.node(), archive.nodes()));
        }
        List<ArchivedSegment> segments = new ArrayList<>();
        for (long base : bases) {
            segments.add(read(archive, base, logId, segments.isEmpty()));
        }
        return asTheLogSeesThem(segments);
    }

    /// Nothing of a segment counts from where the log ended before a later one, as in a log's directory.
    private static List<ArchivedSegment> asTheLogSeesThem(List<ArchivedSegment> segments) {
        List<ArchivedSegment> kept = new ArrayList<>();
        long limit = Long.MAX_VALUE;
        for (ArchivedSegment segment : segments.reversed()) {
            if (segment.base < limit) {
                long bytes = Math.min(segment.bytes, limit - segment.base);
                kept.add(new ArchivedSegment(segment.key, segment.base, segment.previousEnd, bytes));
            }
            limit = Math.min(limit, segment.previousEnd);
        }
        return kept.reversed();
    }

    private static ArchivedSegment read(LogArchive archive, long base, byte[] logId, boolean first) {
        String key = archive.key(base);
        try (StoredObject object = archive.store().open(key)) {
            ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (object.size() >= SegmentHeader.BYTES && object.size() % Blocks.BYTES == 0) {
                object.read(0, block);
                if (first) {
                    SegmentHeader.copyLogId(block, logId);
                }
                SegmentHeader header = SegmentHeader.read(block, logId, base);
                if (header != null && object.size() <= header.segmentBytes()) {
                    return new ArchivedSegment(key, base, header.previousEnd(), object.size());
                }
            }
        }
        throw new StorageException("'%s' in the archive is no segment of %s; nothing was restored"
                .formatted(key, first ? "a log" : "the same log as the first one there, or it is damaged"));
    }

    /// Where the log ended in it.
    long end() {
        return base + bytes;
    }
}
