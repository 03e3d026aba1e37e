package io.ttdust.domain.id;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 free bits.
public final class UuidV7 {

    /// Milliseconds a UUIDv7 can hold: up to the year 10889.
    public static final long MILLIS_MAX = (1L << 48) - 1;

    private UuidV7() {}

    /// A new identifier of the moment `unixMillis` with 74 bits drawn from `random`.
    ///
    /// @throws IllegalArgumentException if `unixMillis` is negative or beyond [#MILLIS_MAX]
    public static UUID of(long unixMillis, RandomGenerator random) {
        return of(unixMillis, random.nextLong(), random.nextLong());
    }

    /// The identifier whose free bits are the low 12 of `randomA` and the low 62 of `randomB`.
    static UUID of(long unixMillis, long randomA, long randomB) {
        requireInRange(unixMillis);
        long high = (unixMillis << 16) | 0x7000 | (randomA & 0xFFF);
        long low = 0x8000_0000_0000_0000L | (randomB & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }

    static void requireInRange(long unixMillis) {
        if (unixMillis < 0 || unixMillis > MILLIS_MAX) {
            throw new IllegalArgumentException("time outside 1970..10889: %d ms".formatted(unixMillis));
        }
    }

    static long unixMillis(UUID uuid) {
        return uuid.getMostSignificantBits() >>> 16;
    }

    /// Parses `prefix` followed by a UUIDv7 in its canonical spelling; anything else is refused, also upper case.
    ///
    /// @throws IllegalArgumentException naming the text
    static UUID parse(String prefix, String text) {
        if (text.length() == prefix.length() + 36 && text.startsWith(prefix)) {
            String digits = text.substring(prefix.length());
            if (isCanonical(digits)) {
                UUID uuid = UUID.fromString(digits);
                if (uuid.version() == 7 && uuid.variant() == 2) {
                    return uuid;
                }
            }
        }
        throw new IllegalArgumentException("not an identifier of the form %s<UUIDv7>: %s"
                .formatted(prefix, text.length() > 64 ? text.substring(0, 64) + "…" : text));
    }

    private static boolean isCanonical(String digits) {
        for (int i = 0; i < 36; i++) {
            char c = digits.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
