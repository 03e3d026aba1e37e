package io.ttdust.application.keyfile;

import io.ttdust.domain.id.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Makes the hashes of keys, all with one digest. For one thread at a time.
public final class KeyHasher {

    /// Absent until there is a key, which many a batch has none of.
    private @Nullable MessageDigest sha256;

    /// What the key of a record of this stream is told apart by.
    public KeyHash of(StreamId stream, String key) {
        MessageDigest digest = sha256;
        if (digest == null) {
            digest = newDigest();
            sha256 = digest;
        }
        digest.update(stream.bytes());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        return new KeyHash(hash.getLong(), hash.getLong());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
