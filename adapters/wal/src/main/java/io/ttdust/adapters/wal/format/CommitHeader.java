package io.ttdust.adapters.wal.format;

import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;

/// Head of a commit, the unit of write, of sync and of recovery; frames follow without gaps, then zeros to the next
/// block.
///
/// | at | bytes | field |
/// |---|---|---|
/// | 0 | 4 | magic `TTDC` |
/// | 4 | 2 | format version, 1 |
/// | 6 | 2 | flags: bit 0 = clean stop; the others must be 0 |
/// | 8 | 4 | length of header and frames, without the zeros |
/// | 12 | 4 | frame count; 0 is legal |
/// | 16 | 8 | commit LSN: its own position |
/// | 24 | 8 | session: the segment header's |
/// | 32 | 8 | durable LSN: everything before it was synced when this commit was written |
/// | 40 | 8 | time of staging, Unix microseconds |
/// | 48 | 4 | checksum over header (without this field) and frames |
/// | 52 | 12 | zeros |
///
/// In the first commit of a segment the durable LSN is the end of the segment's header.
public final class CommitHeader {

    public static final int BYTES = 64;
    public static final int CLEAN_STOP = 1;

    private static final int MAGIC = 0x43445454;
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = 48;

    private CommitHeader() {}

    /// Completes the commit that fills `[0, length)` of `commit` by its header.
    public static void write(
            ByteBuffer commit,
            int length,
            int frames,
            int flags,
            long lsn,
            long session,
            long durableLsn,
            long stagedMicros,
            Checksum checksum) {
        commit.putInt(0, MAGIC)
                .putShort(4, (short) VERSION)
                .putShort(6, (short) flags)
                .putInt(8, length)
                .putInt(12, frames)
                .putLong(16, lsn)
                .putLong(24, session)
                .putLong(32, durableLsn)
                .putLong(40, stagedMicros)
                .putInt(52, 0)
                .putLong(56, 0);
        commit.putInt(CHECKSUM_AT, checksum.of(commit, 0, CHECKSUM_AT, length));
    }

    /// Whether the block at `at` claims to be a commit at `lsn` of at most `lengthMax` bytes. Cheap; what passes
    /// must still be [#verify]ed.
    public static boolean claims(ByteBuffer buffer, int at, long lsn, long lengthMax) {
        return buffer.getInt(at) == MAGIC
                && buffer.getLong(at + 16) == lsn
                && length(buffer, at) >= BYTES
                && length(buffer, at) <= lengthMax;
    }

    /// Whether the bytes are what the log wrote.
    ///
    /// @throws StorageException if they are, in a later format
    public static boolean verify(ByteBuffer buffer, int at, Checksum checksum) {
        int found = checksum.of(buffer, at, at + CHECKSUM_AT, at + length(buffer, at));
        if (found != buffer.getInt(at + CHECKSUM_AT)) {
            return false;
        }
        if (buffer.getShort(at + 4) != VERSION) {
            throw new StorageException("the commit at LSN %d has format version %d, this program reads version %d"
                    .formatted(buffer.getLong(at + 16), buffer.getShort(at + 4), VERSION));
        }
        if ((flags(buffer, at) & ~CLEAN_STOP) != 0) {
            throw new StorageException("the commit at LSN %d has flags 0x%x, this program knows 0x%x"
                    .formatted(buffer.getLong(at + 16), flags(buffer, at), CLEAN_STOP));
        }
        return true;
    }

    public static int flags(ByteBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at + 6));
    }

    /// Bytes of header and frames.
    public static int length(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 8);
    }

    public static int frames(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 12);
    }

    public static long session(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 24);
    }

    public static long durableLsn(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 32);
    }

    public static long stagedMicros(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 40);
    }
}
