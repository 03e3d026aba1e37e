package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.ReadableFiles;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A segment file as it lies in the directory.
///
/// @param header null where the first block holds none for this log and this place
/// @param limit where the log ended before some later segment, at least; [Long#MAX_VALUE] without one. Nothing from
///     there on is the log's: an earlier recovery has cut it
public record FoundSegment(
        long base, long fileBytes, @Nullable SegmentHeader header, long limit) {

    /// All segments in LSN order.
    public static List<FoundSegment> in(ReadableFiles files, byte[] logId) throws IOException {
        List<Long> bases = new ArrayList<>();
        for (String name : files.list()) {
            long base = SegmentCatalog.base(name);
            if (base >= 0) {
                bases.add(base);
            }
        }
        Collections.sort(bases);
        List<FoundSegment> segments = new ArrayList<>();
        long limit = Long.MAX_VALUE;
        for (long base : bases.reversed()) {
            FoundSegment segment = find(files, logId, base, limit);
            segments.add(segment);
            if (segment.header != null) {
                limit = Math.min(limit, segment.header.previousEnd());
            }
        }
        return segments.reversed();
    }

    private static FoundSegment find(ReadableFiles files, byte[] logId, long base, long limit) throws IOException {
        try (LogFile file = files.open(SegmentCatalog.name(base))) {
            long bytes = file.size();
            if (bytes < SegmentHeader.BYTES) {
                return new FoundSegment(base, bytes, null, limit);
            }
            ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            file.read(block, 0);
            return new FoundSegment(base, bytes, SegmentHeader.read(block, logId, base), limit);
        }
    }

    public String name() {
        return SegmentCatalog.name(base);
    }

    /// Whether a later session went on as if this segment had never been.
    public boolean isSuperseded() {
        return limit <= base;
    }

    /// Where the log ended before it, of a segment with a header.
    public long previousEnd() {
        return header == null ? base : header.previousEnd();
    }

    /// The LSN of the first commit.
    public long start() {
        return base + SegmentHeader.BYTES;
    }

    /// The LSN that no commit in this file goes beyond.
    public long bound() {
        return Math.min(limit, base + fileBytes);
    }

    /// The first LSN that certainly no session has written through this file.
    long unused(long segmentBytes) {
        return base + Math.max(fileBytes, header == null ? segmentBytes : header.segmentBytes());
    }
}
