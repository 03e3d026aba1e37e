package io.ttdust.adapters.jsonschema.scan;

import java.security.SecureRandom;

/// Hash of names and texts, under a secret that each process draws anew: nobody outside can choose names that meet.
final class NameHash {

    private static final long SEED;
    private static final long FACTOR;

    static {
        SecureRandom random = new SecureRandom();
        SEED = random.nextLong();
        FACTOR = random.nextLong() | 0x8000_0000_0000_0001L;
    }

    private NameHash() {}

    static long of(byte[] bytes, int from, int length) {
        long hash = SEED ^ length;
        int at = from;
        int left = length;
        while (left > Long.BYTES) {
            hash = mixed(hash ^ Words.at(bytes, at));
            at += Long.BYTES;
            left -= Long.BYTES;
        }
        return mixed(hash ^ Words.at(bytes, at, left));
    }

    private static long mixed(long value) {
        return (value * FACTOR) ^ Math.unsignedMultiplyHigh(value, FACTOR);
    }
}
