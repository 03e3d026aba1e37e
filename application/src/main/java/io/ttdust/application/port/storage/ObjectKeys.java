package io.ttdust.application.port.storage;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// The rules every [ObjectStore]'s keys follow, and their order.
public final class ObjectKeys {

    /// Bytes of a key in UTF-8.
    public static final int BYTES_MAX = 1024;

    /// Order of the keys' UTF-8 bytes, which is not that of their characters.
    public static final Comparator<String> ORDER = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private ObjectKeys() {}

    /// Gives back `key` if it is one.
    ///
    /// @throws IllegalArgumentException naming it, if it is empty, too long, no UTF-8, holds a NUL, or has a
    ///     segment that is empty, `.` or `..`
    public static String require(String key) {
        if (key.isEmpty() || encodedBytes(key) > BYTES_MAX || key.indexOf('\0') >= 0) {
            throw refused(key);
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refused(key);
            }
        }
        return key;
    }

    private static int encodedBytes(String key) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(key))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a key is UTF-8, but half a character stands in it", e);
        }
    }

    private static IllegalArgumentException refused(String key) {
        return new IllegalArgumentException(
                "a key is 1 to %d bytes of UTF-8 without NUL, in segments that are not empty, '.' or '..' (got '%s')"
                        .formatted(BYTES_MAX, key.length() > 64 ? key.substring(0, 64) + "…" : key));
    }
}
