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
/// Runs that lie close together are read at once, 64 KiB at first and up to 256 KiB later, so that looking one record
/// up stays cheap and a full read is sequential. The file is opened by each reader on its own: an interrupt closes
/// only that.
public final class FrameReader implements AutoCloseable {

    private static final int FIRST_READ_BYTES = 64 << 10;

    /// Below half of the smallest region of G1: larger arrays are a burden for that collector.
    private static final int READ_BYTES_MAX = 256 << 10;

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
    ///
    /// @throws StorageException also if what is to be read next is released meanwhile
    public void read(long fromOffset, long endLsn, Predicate<LoggedBatch> reader) {
        Runs runs = index.runs();
        int size = runs.size();
        if (fromOffset >= index.endOffset() || size == 0) {
            return;
        }
        int bytesMax = FIRST_READ_BYTES;
        int run = runs.runOf(fromOffset, size);
        while (run < size && runs.lsn(run) < endLsn) {
            int end = readEnd(runs, run, size, endLsn, bytesMax);
            if (!readRuns(runs, run, end, fromOffset, endLsn, reader)) {
                return;
            }
            run = end;
            bytesMax = Math.min(READ_BYTES_MAX, bytesMax * 2);
        }
    }

    /// The run after the last one to be read together with `first`.
    private int readEnd(Runs runs, int first, int size, long endLsn, int bytesMax) {
        long start = runs.lsn(first);
        long segmentEnd = Math.min(endLsn, segments.baseAfter(start));
        int run = first + 1;
        while (run < size) {
            long lsn = runs.lsn(run);
            long previousEnd = runs.lsn(run - 1) + runs.length(run - 1);
            if (lsn >= segmentEnd || lsn - previousEnd > GAP_BYTES_MAX || lsn + runs.length(run) - start > bytesMax) {
                break;
            }
            run++;
        }
        return run;
    }

    private boolean readRuns(
            Runs runs, int first, int end, long fromOffset, long endLsn, Predicate<LoggedBatch> reader) {
        long start = runs.lsn(first);
        byte[] bytes = bytes(start, runs.lsn(end - 1) + runs.length(end - 1));
        for (int run = first; run < end; run++) {
            int runEnd = run == end - 1 ? bytes.length : (int) (runs.lsn(run) + runs.length(run) - start);
            RunFrames frames = frames(runs, run, bytes, start, runEnd);
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
        long end = index.endOffset(); // before the runs: a frame that is added meanwhile is not passed over
        Runs runs = index.runs();
        int size = runs.size();
        int run = runs.runBefore(receiveMicros, size);
        if (run < 0) {
            return size == 0 ? end : runs.firstOffset(0);
        }
        long start = runs.lsn(run);
        byte[] bytes = bytes(start, start + runs.length(run));
        RunFrames frames = frames(runs, run, bytes, start, bytes.length);
        while (frames.advance()) {
            if (frames.receiveMicros() >= receiveMicros) {
                return frames.firstOffset();
            }
        }
        return run + 1 < size ? runs.firstOffset(run + 1) : frames.endOffset();
    }

    private RunFrames frames(Runs runs, int run, byte[] bytes, long startLsn, int end) {
        return new RunFrames(stream, partition, checksum, runs, run, bytes, startLsn, end);
    }

    /// A segment leaves the catalog before its file gets another use. So what was read is the log's when the
    /// catalog still has the segment afterwards.
    private byte[] bytes(long startLsn, long endLsn) {
        byte[] bytes = new byte[(int) (endLsn - startLsn)];
        long base = segments.baseOf(startLsn);
        try {
            fill(ByteBuffer.wrap(bytes), base, startLsn);
        } catch (IOException e) {
            String attempt = segments.holds(startLsn) ? "cannot read" : "the log released";
            throw new StorageException(
                    "%s segment %s at LSN %d".formatted(attempt, SegmentCatalog.name(base), startLsn), e);
        }
        if (!segments.holds(startLsn)) {
            throw new StorageException(
                    "the log released %s partition %d at LSN %d while it was read without a pin, or with one too old"
                            .formatted(stream, partition, startLsn));
        }
        return bytes;
    }

    private void fill(ByteBuffer bytes, long base, long lsn) throws IOException {
        if (file == null || fileBase != base) {
            close();
            file = files.open(SegmentCatalog.name(base));
            fileBase = base;
        }
        file.read(bytes, lsn - base);
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
