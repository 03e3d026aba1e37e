package io.ttdust.adapters.wal.format;

import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// First block of a segment file. Durable under the segment's name before the segment's first commit is written.
///
/// | at | bytes | field |
/// |---|---|---|
/// | 0 | 8 | magic `TTDWAL` and two zeros |
/// | 8 | 4 | format version, 1 |
/// | 12 | 4 | zero |
/// | 16 | 16 | log id |
/// | 32 | 8 | base LSN: the position of this header |
/// | 40 | 8 | segment size: LSNs from base to base + size are this file's |
/// | 48 | 8 | session |
/// | 56 | 8 | end LSN of the previous segment |
/// | 64 | 4 | sync mode of the session: 0 every, 1 interval, 2 none ([SyncMode]) |
/// | 68 | 4024 | zeros |
/// | 4092 | 4 | checksum over all other bytes of the block |
///
/// @param previousEnd the log's end before this segment, durably; whatever earlier files hold beyond it is not the
///     log's
/// @param sync whether commits of this session were synced before they were acknowledged
public record SegmentHeader(long baseLsn, long segmentBytes, long session, long previousEnd, SyncMode sync) {

    public static final int BYTES = Blocks.BYTES;

    private static final long MAGIC = 0x00004C4157445454L;
    private static final int VERSION = 1;
    private static final int LOG_ID_AT = 16;
    private static final int CHECKSUM_AT = BYTES - Integer.BYTES;

    /// The block, ready to be written.
    public ByteBuffer block(byte[] logId) {
        ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.putLong(0, MAGIC)
                .putInt(8, VERSION)
                .put(LOG_ID_AT, logId)
                .putLong(32, baseLsn)
                .putLong(40, segmentBytes)
                .putLong(48, session)
                .putLong(56, previousEnd)
                .putInt(64, sync.code());
        return block.putInt(CHECKSUM_AT, new Checksum(logId).of(block, 0, CHECKSUM_AT, BYTES));
    }

    /// Copies the id that the header in `block` says, if it is one, into `logId`.
    public static void copyLogId(ByteBuffer block, byte[] logId) {
        block.get(LOG_ID_AT, logId);
    }

    /// The header in `block`, or null when it is not one of this log for a segment at `baseLsn`.
    ///
    /// @throws StorageException if it is one, of a later format
    public static @Nullable SegmentHeader read(ByteBuffer block, byte[] logId, long baseLsn) {
        if (block.getLong(0) != MAGIC
                || block.getLong(32) != baseLsn
                || block.getInt(CHECKSUM_AT) != new Checksum(logId).of(block, 0, CHECKSUM_AT, BYTES)) {
            return null;
        }
        if (block.getInt(8) != VERSION) {
            throw new StorageException("segment %d has format version %d, this program reads version %d"
                    .formatted(baseLsn, block.getInt(8), VERSION));
        }
        SegmentHeader header = new SegmentHeader(
                baseLsn,
                block.getLong(40),
                block.getLong(48),
                block.getLong(56),
                SyncMode.of(block.getInt(64), baseLsn));
        return header.segmentBytes >= BYTES && header.previousEnd <= baseLsn ? header : null;
    }
}
