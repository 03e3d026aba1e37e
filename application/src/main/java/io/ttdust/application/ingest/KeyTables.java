package io.ttdust.application.ingest;

import io.ttdust.application.keyfile.KeyHash;

/// All keys, spread over many [KeyTable]s by their hash, so that growing and forgetting copy one small table at
/// a time and never need the memory of all keys twice. Not safe for use by several threads.
final class KeyTables {

    private static final int TABLES_BITS = 6;

    private final int keysMax;
    private final KeyTable[] tables = new KeyTable[1 << TABLES_BITS];
    private int size;
    private long oldestMicros = Long.MAX_VALUE;

    KeyTables(int keysMax) {
        this.keysMax = keysMax;
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new KeyTable();
        }
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= keysMax;
    }

    KeyTable of(KeyHash key) {
        return tables[(int) (key.high() >>> (Long.SIZE - TABLES_BITS))];
    }

    void put(KeyHash key, long printHigh, long printLow, long place, long micros) {
        KeyTable table = of(key);
        size -= table.size();
        table.put(key.high(), key.low(), printHigh, printLow, place, micros);
        size += table.size();
        oldestMicros = Math.min(oldestMicros, micros);
    }

    /// No key was used before this time, Unix microseconds; [Long#MAX_VALUE] when there is none.
    long oldestMicros() {
        return oldestMicros;
    }

    /// Forgets every key used before `micros`; costs nothing while there is none.
    void removeBefore(long micros) {
        if (oldestMicros >= micros) {
            return;
        }
        size = 0;
        oldestMicros = Long.MAX_VALUE;
        for (KeyTable table : tables) {
            table.removeBefore(micros);
            size += table.size();
            oldestMicros = Math.min(oldestMicros, table.oldestMicros());
        }
    }
}
