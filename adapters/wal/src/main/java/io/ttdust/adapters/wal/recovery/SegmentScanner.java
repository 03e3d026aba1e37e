package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.ReadableFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameDecoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Looks for commits in one segment file, through a window of a few MiB off the heap.
public final class SegmentScanner implements AutoCloseable {

    private static final int WINDOW_BYTES = 4 << 20;

    private final FoundSegment segment;
    private final Checksum checksum;
    private final LogFile file;
    private final Arena arena = Arena.ofConfined();
    private ByteBuffer window;
    private long windowStart;
    private int commitAt;

    /// Sees one frame of a commit.
    public interface FrameVisitor {

        /// Called with the frame at `at` of `window`, which holds it only until this returns.
        ///
        /// @param commitEnd the LSN where the frames of its commit end
        void visit(ByteBuffer window, int at, long lsn, long commitEnd);
    }

    public SegmentScanner(ReadableFiles files, FoundSegment segment, Checksum checksum) throws IOException {
        this.segment = segment;
        this.checksum = checksum;
        this.file = files.open(segment.name());
        this.window = allocate((int) Math.min(WINDOW_BYTES, segment.fileBytes()));
        window.limit(0);
    }

    private ByteBuffer allocate(int bytes) {
        return arena.allocate(bytes, Blocks.BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Whether a whole, valid commit lies at `lsn`; it is then the current one.
    public boolean load(long lsn) throws IOException {
        long room = segment.bound() - lsn;
        if (room < Blocks.BYTES || !claimsCommit(lsn)) {
            return false;
        }
        int length = CommitHeader.length(window, commitAt);
        if (Blocks.roundUp(length) > room) {
            return false;
        }
        commitAt = show(lsn, length);
        return CommitHeader.verify(window, commitAt, checksum);
    }

    /// Whether the block at `lsn` begins like a commit, whole or torn; it is then the current one.
    public boolean claimsCommit(long lsn) throws IOException {
        if (segment.bound() - lsn < Blocks.BYTES) {
            return false;
        }
        commitAt = show(lsn, Blocks.BYTES);
        return CommitHeader.claims(window, commitAt, lsn, segment.bound() - lsn);
    }

    /// Makes `[lsn, lsn + bytes)` visible and answers where it lies in the window.
    private int show(long lsn, int bytes) throws IOException {
        long start = lsn - segment.base();
        if (start < windowStart || start + bytes > windowStart + window.limit()) {
            if (bytes > window.capacity()) {
                window = allocate((int) Blocks.roundUp(bytes));
            }
            window.clear().limit((int) Math.min(window.capacity(), segment.fileBytes() - start));
            file.read(window, start);
            windowStart = start;
        }
        return (int) (start - windowStart);
    }

    /// Where the current commit ends, padding included.
    public long end() {
        return segment.base() + windowStart + commitAt + Blocks.roundUp(CommitHeader.length(window, commitAt));
    }

    public long session() {
        return CommitHeader.session(window, commitAt);
    }

    public int flags() {
        return CommitHeader.flags(window, commitAt);
    }

    public long durableLsn() {
        return CommitHeader.durableLsn(window, commitAt);
    }

    public long stagedMicros() {
        return CommitHeader.stagedMicros(window, commitAt);
    }

    public int frames() {
        return CommitHeader.frames(window, commitAt);
    }

    /// Shows every frame of the current commit.
    ///
    /// @throws DamagedLogException if frames and commit contradict each other, or a frame is of an unknown kind
    public void forEachFrame(FrameVisitor visitor) {
        int end = commitAt + CommitHeader.length(window, commitAt);
        long commitEnd = segment.base() + windowStart + end;
        int at = commitAt + CommitHeader.BYTES;
        for (int i = 0; i < frames(); i++) {
            long lsn = segment.base() + windowStart + at;
            FrameDecoder.check(window, at, end - at, lsn);
            visitor.visit(window, at, lsn, commitEnd);
            at += FrameHeader.length(window, at);
        }
        if (at != end) {
            throw new DamagedLogException("segment %s: the commit that ends at LSN %d holds %d bytes behind its frames"
                    .formatted(segment.name(), end(), end - at));
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        file.close();
    }
}
