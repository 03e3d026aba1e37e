package io.ttdust.adapters.wal.segment;

import io.ttdust.adapters.wal.file.DiskFullException;
import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.format.SyncMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes commits one after another, going on in a new segment where one is full. The only writer of the log;
/// used by one thread.
public final class SegmentWriter implements Closeable {

    private static final byte[] ZEROS = new byte[Blocks.BYTES];

    private final LogFiles files;
    private final SegmentCatalog segments;
    private final Spares spares;
    private final byte[] logId;
    private final Checksum checksum;
    private final long segmentBytes;
    private final long session;
    private final SyncMode sync;
    private LogFile file;
    private long base;
    private long end;
    private long durableEnd;
    private volatile long syncs;

    private SegmentWriter(
            LogFiles files,
            SegmentCatalog segments,
            Spares spares,
            byte[] logId,
            long segmentBytes,
            long session,
            SyncMode sync,
            LogFile file) {
        this.files = files;
        this.segments = segments;
        this.spares = spares;
        this.logId = logId.clone();
        this.checksum = new Checksum(logId);
        this.segmentBytes = segmentBytes;
        this.session = session;
        this.sync = sync;
        this.file = file;
    }

    /// Opens the session's first segment, durably.
    ///
    /// @param sync what the headers say of how the session syncs; to do it is the caller's
    /// @param base beyond every LSN that any earlier session can have written
    /// @param previousEnd where the log that is kept ends
    public static SegmentWriter open(
            LogFiles files,
            SegmentCatalog segments,
            Spares spares,
            byte[] logId,
            long segmentBytes,
            long session,
            SyncMode sync,
            long base,
            long previousEnd)
            throws IOException {
        SegmentHeader header = new SegmentHeader(base, segmentBytes, session, previousEnd, sync);
        LogFile file = create(files, spares.take(), header, logId);
        SegmentWriter writer = new SegmentWriter(files, segments, spares, logId, segmentBytes, session, sync, file);
        writer.startAt(header);
        return writer;
    }

    /// The spare gets its new name only when the header in it is durable, so a segment's name always means a
    /// whole one.
    private static LogFile create(LogFiles files, String spare, SegmentHeader header, byte[] logId) throws IOException {
        LogFile file = files.open(spare);
        try {
            file.write(header.block(logId), 0);
            file.sync();
            String name = SegmentCatalog.name(header.baseLsn());
            files.rename(spare, name);
            files.syncDirectory();
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void startAt(SegmentHeader header) {
        base = header.baseLsn();
        end = base + SegmentHeader.BYTES;
        durableEnd = end;
        segments.add(base, header.previousEnd());
        countSyncs(2);
    }

    /// Writes the commit whose frames end at the position of `commit`; not yet durable.
    ///
    /// @param commit with [CommitHeader#BYTES] left free at its start, and room up to the next block
    /// @return the commit's LSN
    /// @throws DiskFullException if it needs a new segment and there is no room for one; nothing was written
    public long write(ByteBuffer commit, int frames, int flags, long stagedMicros) throws IOException {
        int length = commit.position();
        int padded = (int) Blocks.roundUp(length);
        if (end + padded > base + segmentBytes) {
            rotate();
        }
        commit.put(ZEROS, 0, padded - length);
        CommitHeader.write(commit, length, frames, flags, end, session, durableEnd, stagedMicros, checksum);
        commit.flip();
        file.write(commit, end - base);
        long lsn = end;
        end += padded;
        return lsn;
    }

    /// The new file is taken over before the full one is closed, so whatever closing does, [#close] finds the one
    /// that is open. Its header proves that the log up to it was durable, so it has to be.
    private void rotate() throws IOException {
        if (durableEnd < end) {
            sync();
        }
        String spare = spares.take();
        SegmentHeader header = new SegmentHeader(base + segmentBytes, segmentBytes, session, end, sync);
        LogFile full = file;
        file = create(files, spare, header, logId);
        startAt(header);
        full.close();
    }

    /// Makes everything written durable.
    public void sync() throws IOException {
        file.sync();
        durableEnd = end;
        countSyncs(1);
    }

    private void countSyncs(int more) {
        long before = syncs;
        syncs = before + more;
    }

    /// Base of the segment that the last commit lies in.
    public long base() {
        return base;
    }

    /// End of what is written.
    public long end() {
        return end;
    }

    /// End of what is durable.
    public long durableEnd() {
        return durableEnd;
    }

    /// How many times this writer made the disk sync, headers and directory included.
    public long syncs() {
        return syncs;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
