package io.ttdust.application.ingest;

/// Open-addressing table from a 128-bit key hash to where the key's first record lies. Six longs a slot, no
/// object per key. Not safe for use by several threads: [IdempotencyKeys] guards it.
///
/// Keys leave only by [#removeBefore], which rebuilds the table; between rebuilds it is append-only, so linear
/// probing needs no tombstones.
final class KeyTable {

    private static final int WORDS = 6;
    private static final int SLOTS_MIN = 64;

    private long[] words;
    private int slots;
    private int size;

    KeyTable() {
        this.slots = SLOTS_MIN;
        this.words = new long[slots * WORDS];
    }

    int size() {
        return size;
    }

    /// The time of the key used longest ago; [Long#MAX_VALUE] when there is none.
    long oldestMicros() {
        long oldest = Long.MAX_VALUE;
        for (int slot = 0; slot < slots; slot++) {
            if (micros(slot) != 0) {
                oldest = Math.min(oldest, micros(slot));
            }
        }
        return oldest;
    }

    /// The slot of the key, or -1.
    int find(long hashHigh, long hashLow) {
        int slot = slotOf(hashLow);
        while (micros(slot) != 0) {
            if (words[slot * WORDS] == hashHigh && words[slot * WORDS + 1] == hashLow) {
                return slot;
            }
            slot = (slot + 1) & (slots - 1);
        }
        return -1;
    }

    /// Adds the key, or replaces what was known of it.
    ///
    /// @param place partition and offset as [io.ttdust.application.keyfile.KeyFileFormat#place] packs them
    void put(long hashHigh, long hashLow, long printHigh, long printLow, long place, long micros) {
        int found = find(hashHigh, hashLow);
        if (found < 0 && (size + 1) * 10L > slots * 6L) {
            rebuild(slots * 2, Long.MIN_VALUE);
        }
        int slot = found;
        if (slot < 0) {
            slot = slotOf(hashLow);
            while (micros(slot) != 0) {
                slot = (slot + 1) & (slots - 1);
            }
            size++;
        }
        int at = slot * WORDS;
        words[at] = hashHigh;
        words[at + 1] = hashLow;
        words[at + 2] = printHigh;
        words[at + 3] = printLow;
        words[at + 4] = place;
        words[at + 5] = micros;
    }

    /// Forgets every key used before `micros`.
    void removeBefore(long micros) {
        int kept = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (micros(slot) >= micros && micros(slot) != 0) {
                kept++;
            }
        }
        int wanted = SLOTS_MIN;
        while (kept * 10L > wanted * 5L) {
            wanted *= 2;
        }
        rebuild(wanted, micros);
    }

    private void rebuild(int newSlots, long keepFrom) {
        long[] old = words;
        int oldSlots = slots;
        slots = newSlots;
        words = new long[Math.multiplyExact(newSlots, WORDS)];
        size = 0;
        for (int slot = 0; slot < oldSlots; slot++) {
            int at = slot * WORDS;
            if (old[at + 5] != 0 && old[at + 5] >= keepFrom) {
                put(old[at], old[at + 1], old[at + 2], old[at + 3], old[at + 4], old[at + 5]);
            }
        }
    }

    boolean hasPrint(int slot, long printHigh, long printLow) {
        return words[slot * WORDS + 2] == printHigh && words[slot * WORDS + 3] == printLow;
    }

    /// Receive time of the key's record in Unix microseconds; 0 marks an empty slot.
    long micros(int slot) {
        return words[slot * WORDS + 5];
    }

    int partition(int slot) {
        return (int) (words[slot * WORDS + 4] >>> 48);
    }

    long offset(int slot) {
        return words[slot * WORDS + 4] & ((1L << 48) - 1);
    }

    private int slotOf(long hashLow) {
        return (int) hashLow & (slots - 1);
    }
}
