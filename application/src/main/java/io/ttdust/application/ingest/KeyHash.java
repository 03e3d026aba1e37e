package io.ttdust.application.ingest;

import io.ttdust.domain.id.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// 128 bits of SHA-256 over a stream's id and an idempotency key: what keys are told apart by. The scope of a
/// key is its stream.
record KeyHash(long high, long low) {

    static KeyHash of(StreamId stream, String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(stream.bytes());
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
            return new KeyHash(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
