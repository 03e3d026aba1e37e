package io.ttdust.adapters.wal.index;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads one partition's frames in order. Made for one read, used by one thread.
///
/// Runs that lie close together are read at once, 64 KiB at first and up to 1 MiB later, so that looking one record
/// up stays cheap and a full read is sequential. The file is opened by each reader on its own: an interrupt closes
/// only that.
public final class FrameReader implements AutoCloseable {

    private static final int FIRST_READ_BYTES = 64 << 10;
    private static final int READ_BYTES_MAX = 1 << 20;

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
        if (fromOffset >= index.endOffset()) {
            return;
        }
        int bytesMax = FIRST_READ_BYTES;
        int run = index.runOf(fromOffset, size);
        while (run < size && index.lsn(run) < endLsn) {
            int end = readEnd(run, size, endLsn, bytesMax);
            if (!readRuns(run, end, fromOffset, endLsn, reader)) {
                return;
            }
            run = end;
            bytesMax = Math.min(READ_BYTES_MAX, bytesMax * 2);
        }
    }

    /// The run after the last one to be read together with `first`.
    private int readEnd(int first, int size, long endLsn, int bytesMax) {
        long start = index.lsn(first);
        long segmentEnd = Math.min(endLsn, segments.baseAfter(start));
        int run = first + 1;
        while (run < size) {
            long lsn = index.lsn(run);
            long previousEnd = index.lsn(run - 1) + index.length(run - 1);
            if (lsn >= segmentEnd || lsn - previousEnd > GAP_BYTES_MAX || lsn + index.length(run) - start > bytesMax) {
                break;
            }
            run++;
        }
        return run;
    }

    private boolean readRuns(int first, int end, long fromOffset, long endLsn, Predicate<LoggedBatch> reader) {
        long start = index.lsn(first);
        byte[] bytes = bytes(start, index.lsn(end - 1) + index.length(end - 1));
        for (int run = first; run < end; run++) {
            int runEnd = run == end - 1 ? bytes.length : (int) (index.lsn(run) + index.length(run) - start);
            RunFrames frames = frames(run, bytes, start, runEnd);
            while (frames.advance()) {
                if (frames.lsn() >= endLsn) {
                    return false;
                }
                if (frames.endOffset() > fromOffset && !reader.test(frames.decode())) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The first offset that was received at `receiveMicros` or later; the end offset when there is none.
    public long firstOffsetAt(long receiveMicros) {
        int size = index.size();
        int run = index.runBefore(receiveMicros, size);
        if (run < 0) {
            return size == 0 ? 0 : index.firstOffset(0);
        }
        long start = index.lsn(run);
        byte[] bytes = bytes(start, start + index.length(run));
        RunFrames frames = frames(run, bytes, start, bytes.length);
        while (frames.advance()) {
            if (frames.receiveMicros() >= receiveMicros) {
                return frames.firstOffset();
            }
        }
        return run + 1 < size ? index.firstOffset(run + 1) : frames.endOffset();
    }

    private RunFrames frames(int run, byte[] bytes, long startLsn, int end) {
        return new RunFrames(stream, partition, checksum, index, run, bytes, startLsn, end);
    }

    private byte[] bytes(long startLsn, long endLsn) {
        byte[] bytes = new byte[(int) (endLsn - startLsn)];
        fill(ByteBuffer.wrap(bytes), startLsn);
        return bytes;
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
