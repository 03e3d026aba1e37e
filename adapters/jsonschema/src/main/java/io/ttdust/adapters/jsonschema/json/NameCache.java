package io.ttdust.adapters.jsonschema.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Names of members seen before, so that a stream of similar payloads does not make the same strings over and
/// over, and so that a look-up by a schema's own name mostly compares references.
///
/// One entry per slot, the latest wins; bounded, whatever is sent. Shared by all threads without a lock: slots are
/// read and written racily, which is sound because a [String] is safe however it is published and every hit is
/// compared byte by byte.
public final class NameCache {

    private static final int SLOTS = 512;
    private static final int LENGTH_MAX = 40;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    /// The ASCII name in `bytes[from .. to)`.
    String name(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LENGTH_MAX || length == 0) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (SLOTS - 1);
        String known = slots[slot];
        if (known != null && same(known, bytes, from, length)) {
            return known;
        }
        String name = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        slots[slot] = name;
        return name;
    }

    private static boolean same(String known, byte[] bytes, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
