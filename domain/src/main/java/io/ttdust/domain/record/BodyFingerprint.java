package io.ttdust.domain.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// 128 bits of SHA-256 over what makes two records "the same body" under one idempotency key: payload bytes,
/// partition key and event time. Each part is preceded by its length, so parts cannot run into one another.
public record BodyFingerprint(long high, long low) {

    /// @param digest from [#sha256], with nothing in it, as it is again afterwards
    static BodyFingerprint of(
            MessageDigest digest,
            byte[] bytes,
            int offset,
            int length,
            @Nullable String partitionKey,
            long eventTimeMicros) {
        byte[] partition = partitionKey == null ? new byte[0] : partitionKey.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(20)
                .putInt(length)
                .putInt(partitionKey == null ? -1 : partition.length)
                .putLong(eventTimeMicros)
                .flip());
        digest.update(bytes, offset, length);
        digest.update(partition);
        return ofDigest(digest.digest());
    }

    private static BodyFingerprint ofDigest(byte[] digest) {
        ByteBuffer buffer = ByteBuffer.wrap(digest);
        return new BodyFingerprint(buffer.getLong(), buffer.getLong());
    }

    /// What fingerprints are made with, one after another, by one thread.
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
