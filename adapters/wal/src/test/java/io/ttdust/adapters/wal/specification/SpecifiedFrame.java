package io.ttdust.adapters.wal.specification;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A frame and the records in it, by the sections "Frame" and "Record".
///
/// @param place stream and partition
public record SpecifiedFrame(
        String place, long firstOffset, long receiveMicros, int schemaVersion, List<SpecifiedRecord> records) {

    static final int HEAD_BYTES = 80;

    private static final int LENGTH_MAX = 32 << 20;
    private static final int KEYED = 1 << 5;

    /// A record; what is not there is null.
    ///
    /// @param reserved what else is said of it, in hexadecimal digits
    public record SpecifiedRecord(
            String payload,
            @Nullable String partitionKey,
            Map<String, String> metadata,
            @Nullable Long eventMicros,
            @Nullable String idempotencyKey,
            String reserved) {}

    /// The frame at `at` of `segment`, of at most `room` bytes.
    ///
    /// @throws UnreadableLogException if a reader of version 1 has to stop at it
    static SpecifiedFrame read(byte[] logId, ByteBuffer segment, int at, int room) {
        int length = segment.getInt(at);
        require(length >= HEAD_BYTES && length <= room && length <= LENGTH_MAX, "length of a frame");
        require((segment.getInt(at + 8) & ~KEYED) == 0, "flags of a frame");
        require(segment.getInt(at + 12) == 0, "encryption key of a frame");
        require(
                segment.getInt(at + 4) == Castagnoli.of(logId, segment, at, at + 4, at + length),
                "checksum of a frame");
        ByteBuffer records = segment.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        records.limit(at + length).position(at + HEAD_BYTES + segment.getInt(at + 72));
        List<SpecifiedRecord> all = new ArrayList<>();
        int count = segment.getInt(at + 36);
        for (int i = 0; i < count; i++) {
            all.add(record(records));
        }
        require(count >= 1 && !records.hasRemaining(), "records of a frame");
        return new SpecifiedFrame(
                place(segment, at + 16),
                segment.getLong(at + 40),
                segment.getLong(at + 48),
                segment.getInt(at + 64),
                all);
    }

    /// The stream id and the partition at `at`.
    static String place(ByteBuffer bytes, int at) {
        long high = Long.reverseBytes(bytes.getLong(at));
        long low = Long.reverseBytes(bytes.getLong(at + 8));
        return "str_%s partition %d".formatted(new UUID(high, low), bytes.getInt(at + 16));
    }

    private static SpecifiedRecord record(ByteBuffer bytes) {
        int presence = Short.toUnsignedInt(bytes.getShort());
        require(presence < 1 << 8, "presence bits of a record");
        byte[] payload = sized(bytes);
        byte[] partitionKey = (presence & 1) == 0 ? null : sized(bytes);
        Map<String, String> metadata = new TreeMap<>();
        for (int i = (presence & 2) == 0 ? 0 : bytes.getInt(); i > 0; i--) {
            String key = text(sized(bytes));
            metadata.put(key, text(sized(bytes)));
        }
        Long eventMicros = (presence & 4) == 0 ? null : bytes.getLong();
        String idempotencyKey = null;
        if ((presence & 8) != 0) {
            idempotencyKey = text(sized(bytes));
            byte[] digest = fingerprint(payload, partitionKey, eventMicros);
            require(bytes.getLong() == ByteBuffer.wrap(digest).getLong(0), "high half of a fingerprint");
            require(bytes.getLong() == ByteBuffer.wrap(digest).getLong(8), "low half of a fingerprint");
        }
        int reserved = ((presence & 16) == 0 ? 0 : 28)
                + ((presence & 32) == 0 ? 0 : 24)
                + ((presence & 64) == 0 ? 0 : 8)
                + ((presence & 128) == 0 ? 0 : 1);
        return new SpecifiedRecord(
                hex(payload),
                partitionKey == null ? null : text(partitionKey),
                metadata,
                eventMicros,
                idempotencyKey,
                hex(taken(bytes, reserved)));
    }

    private static byte[] fingerprint(byte[] payload, byte @Nullable [] partitionKey, @Nullable Long eventMicros) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(16)
                    .putInt(payload.length)
                    .putInt(partitionKey == null ? -1 : partitionKey.length)
                    .putLong(eventMicros == null ? Long.MIN_VALUE : eventMicros)
                    .flip());
            sha256.update(payload);
            sha256.update(partitionKey == null ? new byte[0] : partitionKey);
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sized(ByteBuffer bytes) {
        return taken(bytes, bytes.getInt());
    }

    private static byte[] taken(ByteBuffer bytes, int length) {
        require(length >= 0 && length <= bytes.remaining(), "length of a field");
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static void require(boolean right, String what) {
        if (!right) {
            throw new UnreadableLogException(what);
        }
    }
}
