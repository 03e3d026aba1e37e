package io.ttdust.adapters.jsonschema.scan;

import java.security.SecureRandom;

/// Hash of names and texts, under a secret that each process draws anew: nobody outside can choose names that meet.
final class NameHash {

    private static final int LENGTH_SHIFT = 56;
    private static final long SEED;
    private static final long FACTOR;

    static {
        SecureRandom random = new SecureRandom();
        SEED = random.nextLong();
        FACTOR = random.nextLong() | 0x8000_0000_0000_0001L;
    }

    private NameHash() {}

    static long of(byte[] bytes, int from, int length) {
        long hash = SEED;
        int at = from;
        int left = length;
        while (left >= Long.BYTES) {
            hash = mixed(hash, Words.at(bytes, at));
            at += Long.BYTES;
            left -= Long.BYTES;
        }
        return ended(hash, Words.at(bytes, at, left), length);
    }

    /// The hash of nothing yet.
    static long begun() {
        return SEED;
    }

    /// Goes on with eight bytes.
    static long mixed(long hash, long word) {
        return mixed(hash ^ word);
    }

    /// Ends with the last bytes, less than eight, of a name of `length`.
    static long ended(long hash, long rest, int length) {
        return mixed(hash ^ (rest | ((long) length << LENGTH_SHIFT)));
    }

    private static long mixed(long value) {
        return (value * FACTOR) ^ Math.unsignedMultiplyHigh(value, FACTOR);
    }
}
