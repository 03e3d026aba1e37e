package io.ttdust.application.query;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.query.Cursor;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Spells cursors as opaque, versioned, tamper-evident text. Safe for all threads.
///
/// Layout before base64url without padding: version (1 byte, 1), receive time (8), partition (4), offset (8),
/// then the first 16 bytes of HMAC-SHA-256 over stream id and those 21 bytes. The stream id is signed but not
/// carried, so a cursor of one stream is refused by every other.
public final class CursorCodec {

    private static final byte VERSION = 1;
    private static final int BODY_BYTES = 21;
    private static final int MAC_BYTES = 16;
    private static final int TEXT_LENGTH = 50;

    private final SecretKeySpec secret;

    /// Signs with `secret`.
    ///
    /// @param secret at least 32 random bytes, the same on all nodes
    public CursorCodec(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException(
                    "the cursor secret has %d bytes of at least 32".formatted(secret.length));
        }
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    public String encode(StreamId stream, Cursor cursor) {
        ByteBuffer body = ByteBuffer.allocate(BODY_BYTES + MAC_BYTES)
                .put(VERSION)
                .putLong(cursor.receiveMicros())
                .putInt(cursor.partition())
                .putLong(cursor.offset());
        body.put(mac(stream, body.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(body.array());
    }

    /// Reads a cursor that [#encode] gave for the same stream; anything else is `INVALID_REQUEST`.
    public Result<Cursor> decode(StreamId stream, String text) {
        byte[] bytes;
        try {
            bytes = text.length() == TEXT_LENGTH ? Base64.getUrlDecoder().decode(text) : new byte[0];
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != BODY_BYTES + MAC_BYTES
                || bytes[0] != VERSION
                || !MessageDigest.isEqual(
                        mac(stream, bytes), Arrays.copyOfRange(bytes, BODY_BYTES, BODY_BYTES + MAC_BYTES))) {
            return Result.refused(
                    ErrorCode.INVALID_REQUEST,
                    "the cursor is not one a query of this stream gave; start again without a cursor");
        }
        ByteBuffer body = ByteBuffer.wrap(bytes, 1, BODY_BYTES - 1);
        return Result.ok(new Cursor(body.getLong(), body.getInt(), body.getLong()));
    }

    private byte[] mac(StreamId stream, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update(stream.bytes());
            mac.update(body, 0, BODY_BYTES);
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
