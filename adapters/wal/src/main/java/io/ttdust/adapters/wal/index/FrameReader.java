package io.ttdust.adapters.wal.index;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameDecoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads one partition's frames in order. Made for one read, used by one thread.
///
/// Frames that lie close together are read at once, 64 KiB at first and up to 1 MiB later, so that looking one record
/// up stays cheap and a full read is sequential. The file is opened by each reader on its own: an interrupt closes
/// only that.
public final class FrameReader implements AutoCloseable {

    private static final int FIRST_RUN_BYTES = 64 << 10;
    private static final int RUN_BYTES_MAX = 1 << 20;

    /// Bytes of other partitions, or of padding, read along rather than asked around.
    private static final int GAP_BYTES_MAX = 8 << 10;

    private final LogFiles files;
    private final SegmentCatalog segments;
    private final Checksum checksum;
    private final StreamId stream;
    private final int partition;
    private final PartitionIndex index;
    private @Nullable LogFile file;
    private long fileBase = -1;

    public FrameReader(
            LogFiles files,
            SegmentCatalog segments,
            Checksum checksum,
            StreamId stream,
            int partition,
            PartitionIndex index) {
        this.files = files;
        this.segments = segments;
        this.checksum = checksum;
        this.stream = stream;
        this.partition = partition;
        this.index = index;
    }

    /// Feeds `reader` the frames from the one that holds `fromOffset` on, as far as they lie before `endLsn`.
    public void read(long fromOffset, long endLsn, Predicate<LoggedBatch> reader) {
        int size = index.size();
        int runBytes = FIRST_RUN_BYTES;
        int frame = index.frameOf(fromOffset, size);
        while (frame < size && index.lsn(frame) < endLsn) {
            int end = runEnd(frame, size, endLsn, runBytes);
            if (!readRun(frame, end, reader)) {
                return;
            }
            frame = end;
            runBytes = Math.min(RUN_BYTES_MAX, runBytes * 2);
        }
    }

    /// The frame after the last one to be read together with `first`.
    private int runEnd(int first, int size, long endLsn, int runBytes) {
        long start = index.lsn(first);
        long segmentEnd = Math.min(endLsn, segments.baseAfter(start));
        int frame = first + 1;
        while (frame < size) {
            long lsn = index.lsn(frame);
            long previousEnd = index.lsn(frame - 1) + index.length(frame - 1);
            if (lsn >= segmentEnd
                    || lsn - previousEnd > GAP_BYTES_MAX
                    || lsn + index.length(frame) - start > runBytes) {
                break;
            }
            frame++;
        }
        return frame;
    }

    private boolean readRun(int first, int end, Predicate<LoggedBatch> reader) {
        long start = index.lsn(first);
        int bytes = (int) (index.lsn(end - 1) + index.length(end - 1) - start);
        byte[] run = new byte[bytes];
        fill(ByteBuffer.wrap(run), start);
        for (int frame = first; frame < end; frame++) {
            if (!reader.test(decode(run, (int) (index.lsn(frame) - start), frame))) {
                return false;
            }
        }
        return true;
    }

    private void fill(ByteBuffer run, long lsn) {
        long base = segments.baseOf(lsn);
        try {
            if (file == null || fileBase != base) {
                close();
                file = files.open(SegmentCatalog.name(base));
                fileBase = base;
            }
            file.read(run, lsn - base);
        } catch (IOException e) {
            throw new StorageException("cannot read segment %s at LSN %d".formatted(SegmentCatalog.name(base), lsn), e);
        }
    }

    private LoggedBatch decode(byte[] bytes, int at, int frame) {
        ByteBuffer run = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long lsn = index.lsn(frame);
        FrameDecoder.check(run, at, index.length(frame), lsn);
        if (FrameHeader.length(run, at) != index.length(frame)
                || !FrameDecoder.verify(run, at, checksum)
                || FrameHeader.partition(run, at) != partition
                || FrameHeader.firstOffset(run, at) != index.firstOffset(frame)
                || FrameHeader.records(run, at) != index.records(frame)
                || !FrameHeader.stream(run, at).equals(stream)) {
            throw new DamagedLogException("segment %s does not hold offset %d of %s partition %d at LSN %d any more"
                    .formatted(
                            SegmentCatalog.name(segments.baseOf(lsn)),
                            index.firstOffset(frame),
                            stream,
                            partition,
                            lsn));
        }
        return FrameDecoder.decode(bytes, at, lsn);
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new StorageException("cannot close segment %s".formatted(SegmentCatalog.name(fileBase)), e);
            }
            file = null;
        }
    }
}
