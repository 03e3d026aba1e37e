package io.ttdust.adapters.wal.format;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC-32C that starts with the log's id, so that bytes of another log, or bytes a producer made up, never pass.
///
/// Keeps no state between calls, but is for one thread at a time.
public final class Checksum {

    private final CRC32C crc = new CRC32C();
    private final byte[] logId;

    /// @param logId the 16 bytes of the file `log-id`
    public Checksum(byte[] logId) {
        this.logId = logId.clone();
    }

    /// Checksum of `[start, end)` of `buffer` without the four bytes at `hole`, where the checksum itself lies.
    /// Leaves position and limit as they were.
    public int of(ByteBuffer buffer, int start, int hole, int end) {
        int position = buffer.position();
        int limit = buffer.limit();
        crc.reset();
        crc.update(logId);
        buffer.clear();
        buffer.limit(hole).position(start);
        crc.update(buffer);
        buffer.limit(end).position(hole + Integer.BYTES);
        crc.update(buffer);
        buffer.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
