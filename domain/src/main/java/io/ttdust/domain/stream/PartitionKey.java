package io.ttdust.domain.stream;

import java.nio.charset.StandardCharsets;

/// Which partition the records of a key belong to: `(murmur3_x86_32(UTF-8 of the key, seed 0) & 0x7fffffff) mod n`.
///
/// The rule is part of the public contract: clients may compute it to group their records, and a stream's records
/// lie where it put them. It never changes; `PartitionKeyTest` has examples for writers of clients.
public final class PartitionKey {

    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private PartitionKey() {}

    /// The partition of `key` in a stream that has `partitions` of them.
    public static int partitionOf(String key, int partitions) {
        return partitions == 1 ? 0 : (murmur3(key.getBytes(StandardCharsets.UTF_8)) & 0x7fffffff) % partitions;
    }

    /// MurmurHash3_x86_32 with the seed 0.
    static int murmur3(byte[] bytes) {
        int hash = 0;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash ^= mixed(word(bytes, i, 4));
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        // Of an empty rest the word is 0, which changes nothing.
        hash ^= mixed(word(bytes, whole, bytes.length - whole));
        hash ^= bytes.length;
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private static int mixed(int word) {
        return Integer.rotateLeft(word * C1, 15) * C2;
    }

    /// `length` bytes from `start` on, the first one lowest.
    private static int word(byte[] bytes, int start, int length) {
        int word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = (word << 8) | (bytes[start + i] & 0xff);
        }
        return word;
    }
}
