package io.ttdust.adapters.wal.story;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A segment file's bytes, read by the tables of the format's specification alone: with nothing of the log's own
/// code, so that it can be held against that.
///
/// @param limit where the log ended before some later segment, at least
@SuppressWarnings("ArrayRecordComponent")
record Found(String name, long base, ByteBuffer bytes, byte[] logId, boolean whole, long limit) {

    static final int BLOCK = 4096;
    static final int COMMIT_HEADER = 64;

    private static final long SEGMENT_MAGIC = 0x00004C4157445454L;
    private static final int COMMIT_MAGIC = 0x43445454;

    static Found of(String name, byte[] content, byte[] logId) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        long base = Long.parseLong(name, 0, 20, 10);
        boolean whole = content.length >= BLOCK
                && bytes.getLong(0) == SEGMENT_MAGIC
                && bytes.getLong(32) == base
                && bytes.getInt(BLOCK - 4) == crc(bytes, logId, 0, BLOCK - 4, BLOCK);
        return new Found(name, base, bytes, logId, whole, Long.MAX_VALUE);
    }

    Found limited(long newLimit) {
        return new Found(name, base, bytes, logId, whole, newLimit);
    }

    /// Checksum of `[start, end)` without the four bytes at `hole`.
    static int crc(ByteBuffer bytes, byte[] logId, int start, int hole, int end) {
        CRC32C crc = new CRC32C();
        crc.update(logId);
        crc.update(bytes.slice(start, hole - start));
        crc.update(bytes.slice(hole + 4, end - hole - 4));
        return (int) crc.getValue();
    }

    long session() {
        return bytes.getLong(48);
    }

    long previousEnd() {
        return bytes.getLong(56);
    }

    /// Whether the session synced before it acknowledged.
    boolean syncsFirst() {
        return bytes.getInt(64) == 0;
    }

    boolean isSuperseded() {
        return limit <= base;
    }

    long bound() {
        return Math.min(limit, base + bytes.capacity());
    }

    /// Whether a whole commit lies at `lsn`.
    boolean holdsCommit(long lsn) {
        return isWhole(lsn) && bytes.getLong(at(lsn) + 16) == lsn;
    }

    /// Whether a whole commit of this log lies at `lsn` that was written for another place.
    boolean holdsStaleCommit(long lsn) {
        return isWhole(lsn) && bytes.getLong(at(lsn) + 16) != lsn;
    }

    private boolean isWhole(long lsn) {
        if (bound() - lsn < BLOCK || bytes.getInt(at(lsn)) != COMMIT_MAGIC) {
            return false;
        }
        int at = at(lsn);
        int length = length(lsn);
        return length >= COMMIT_HEADER
                && padded(length) <= bound() - lsn
                && bytes.getInt(at + 48) == crc(bytes, logId, at, at + 48, at + length);
    }

    /// Whether the block at `lsn` begins like a commit for this place.
    boolean claimsCommit(long lsn) {
        return bound() - lsn >= BLOCK && bytes.getInt(at(lsn)) == COMMIT_MAGIC && bytes.getLong(at(lsn) + 16) == lsn;
    }

    int at(long lsn) {
        return (int) (lsn - base);
    }

    /// Bytes of the commit at `lsn` without padding.
    int length(long lsn) {
        return bytes.getInt(at(lsn) + 8);
    }

    int frames(long lsn) {
        return bytes.getInt(at(lsn) + 12);
    }

    /// Whether the commit at `lsn` says that the log was closed.
    boolean isCleanStop(long lsn) {
        return bytes.getShort(at(lsn) + 6) == 1;
    }

    long commitSession(long lsn) {
        return bytes.getLong(at(lsn) + 24);
    }

    long durableLsn(long lsn) {
        return bytes.getLong(at(lsn) + 32);
    }

    long commitEnd(long lsn) {
        return lsn + padded(length(lsn));
    }

    private static long padded(int length) {
        return (length + BLOCK - 1L) / BLOCK * BLOCK;
    }
}
