package io.ttdust.domain.id;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Identifier of a stream; spelled `str_` + UUIDv7.
public record StreamId(UUID uuid) {

    private static final String PREFIX = "str_";

    /// Whether `text` means an identifier rather than a name; no stream can be named like that.
    public static boolean looksLike(String text) {
        return text.startsWith(PREFIX) && text.length() == PREFIX.length() + 36;
    }

    /// Parses the spelling that [#toString] gives.
    ///
    /// @throws IllegalArgumentException if `text` is not spelled like this identifier
    public static StreamId parse(String text) {
        return new StreamId(UuidV7.parse(PREFIX, text));
    }

    /// The 16 bytes as stored in frames, most significant first.
    public byte[] bytes() {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /// When it was made, Unix milliseconds.
    public long unixMillis() {
        return UuidV7.unixMillis(uuid);
    }

    /// 16 bits of the id's SHA-256: lets a record id be refused by a stream it is not from.
    public int tag() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes());
            return ((digest[0] & 0xFF) << 8) | (digest[1] & 0xFF);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + uuid;
    }
}
