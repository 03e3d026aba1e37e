package io.ttdust.adapters.wal.format;

import io.ttdust.domain.id.StreamId;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Head of a frame: records of one stream-partition in one commit. Tagged sections follow, then the records
/// ([RecordLayout]).
///
/// | at | bytes | field |
/// |---|---|---|
/// | 0 | 4 | length of the whole frame |
/// | 4 | 4 | checksum over the frame without this field |
/// | 8 | 4 | flags: bits 0–3 compression codec (0 = none), bit 4 atomic, bit 5 keyed |
/// | 12 | 4 | encryption key id, 0 = none |
/// | 16 | 16 | stream id, most significant byte first |
/// | 32 | 4 | partition |
/// | 36 | 4 | record count, ≥ 1 |
/// | 40 | 8 | first offset |
/// | 48 | 8 | receive time, Unix microseconds |
/// | 56 | 8 | owner epoch |
/// | 64 | 4 | schema version |
/// | 68 | 4 | pipeline version, 0 = none |
/// | 72 | 4 | bytes of tagged sections |
/// | 76 | 4 | zero |
///
/// A section is tag (2), zero (2), length of its content (4), content; a reader skips tags that it does not know. A
/// flag that it does not know changes what the bytes mean, so the reader stops and names it.
public final class FrameHeader {

    public static final int BYTES = 80;

    /// The longest frame, in bytes: room for a record of 16 MiB, or for the bookkeeping of as many one-byte records as
    /// a batch can hold.
    public static final int FRAME_BYTES_MAX = 32 << 20;

    /// Flag: at least one record has an idempotency key.
    public static final int KEYED = 1 << 5;

    static final int CHECKSUM_AT = 4;
    static final int SECTION_HEADER_BYTES = 8;

    private FrameHeader() {}

    static void write(
            ByteBuffer target,
            int length,
            int flags,
            StreamId stream,
            int partition,
            int records,
            long firstOffset,
            long receiveMicros,
            int schemaVersion) {
        target.putInt(length)
                .putInt(0)
                .putInt(flags)
                .putInt(0)
                .putLong(Long.reverseBytes(stream.uuid().getMostSignificantBits()))
                .putLong(Long.reverseBytes(stream.uuid().getLeastSignificantBits()))
                .putInt(partition)
                .putInt(records)
                .putLong(firstOffset)
                .putLong(receiveMicros)
                .putLong(0)
                .putInt(schemaVersion)
                .putInt(0)
                .putInt(0)
                .putInt(0);
    }

    public static int length(ByteBuffer buffer, int at) {
        return buffer.getInt(at);
    }

    static int checksum(ByteBuffer buffer, int at) {
        return buffer.getInt(at + CHECKSUM_AT);
    }

    public static int flags(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 8);
    }

    static int encryptionKey(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 12);
    }

    public static StreamId stream(ByteBuffer buffer, int at) {
        return new StreamId(
                new UUID(Long.reverseBytes(buffer.getLong(at + 16)), Long.reverseBytes(buffer.getLong(at + 24))));
    }

    public static int partition(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 32);
    }

    public static int records(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 36);
    }

    public static long firstOffset(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 40);
    }

    public static long receiveMicros(ByteBuffer buffer, int at) {
        return buffer.getLong(at + 48);
    }

    static int schemaVersion(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 64);
    }

    static int sectionBytes(ByteBuffer buffer, int at) {
        return buffer.getInt(at + 72);
    }
}
