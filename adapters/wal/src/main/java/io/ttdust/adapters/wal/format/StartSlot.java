package io.ttdust.adapters.wal.format;

import io.ttdust.application.port.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One of the two blocks of the file `log-start`: where the log starts, as everything before has been released.
///
/// | at | bytes | field |
/// |---|---|---|
/// | 0 | 8 | magic `TTDSTA` and two zeros |
/// | 8 | 4 | format version, 1 |
/// | 12 | 4 | zero |
/// | 16 | 16 | log id |
/// | 32 | 8 | start LSN |
/// | 40 | 4052 | zeros |
/// | 4092 | 4 | checksum over all other bytes of the block |
public final class StartSlot {

    public static final int BYTES = Blocks.BYTES;

    private static final long MAGIC = 0x0000415453445454L;
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = BYTES - Integer.BYTES;

    private StartSlot() {}

    /// The block that says `startLsn`, ready to be written.
    public static ByteBuffer block(long startLsn, byte[] logId) {
        ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.putLong(0, MAGIC).putInt(8, VERSION).put(16, logId).putLong(32, startLsn);
        return block.putInt(CHECKSUM_AT, new Checksum(logId).of(block, 0, CHECKSUM_AT, BYTES));
    }

    /// The start LSN that `block` says, or -1 when it says none of this log.
    ///
    /// @throws StorageException if it is one, of a later format
    public static long read(ByteBuffer block, byte[] logId) {
        if (block.getLong(0) != MAGIC
                || block.getInt(CHECKSUM_AT) != new Checksum(logId).of(block, 0, CHECKSUM_AT, BYTES)) {
            return -1;
        }
        if (block.getInt(8) != VERSION) {
            throw new StorageException("the file log-start has format version %d, this program reads version %d"
                    .formatted(block.getInt(8), VERSION));
        }
        return block.getLong(32);
    }
}
