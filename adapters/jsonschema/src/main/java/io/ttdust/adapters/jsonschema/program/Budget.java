package io.ttdust.adapters.jsonschema.program;

import io.ttdust.adapters.jsonschema.rules.Node;
import org.jspecify.annotations.Nullable;

/// What may be read a second time for one payload: [#BYTES_PER_BYTE] times its bytes, and [#BYTES_MIN].
///
/// A schema may read a value many times (`anyOf` under `anyOf`), so that time could grow exponentially with depth.
/// Once half is spent, verdicts are kept by schema and place, which makes most such schemas linear; when all is
/// spent, the payload is refused.
final class Budget {

    private static final long BYTES_PER_BYTE = 64;
    private static final long BYTES_MIN = 1 << 20;

    /// Re-readings inside each other; bounds the Java stack, at about five frames each.
    private static final int LEVELS_MAX = 512;

    private static final int SLOTS_MIN = 1 << 10;
    private static final int SLOTS_MAX = 1 << 18;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long left;
    private long half;
    private int levels;
    private boolean exhausted;

    /// Kept verdicts: schema and place, with 1 added so that 0 stands for none.
    private long @Nullable [] keys;

    /// Where the value ends, or -1 for a value that does not fit.
    private int[] ends = {};

    private int kept;

    void start(int payloadBytes) {
        left = BYTES_MIN + BYTES_PER_BYTE * payloadBytes;
        half = left / 2;
        levels = 0;
        exhausted = false;
        keys = null;
    }

    /// Forgets the payload.
    void end() {
        if (keys != null) {
            keys = null;
            ends = new int[0];
        }
    }

    boolean isExhausted() {
        return exhausted;
    }

    /// Pays for `bytes` read again, or for work that costs as much; whether they could be paid.
    boolean pay(long bytes) {
        left -= bytes;
        if (left < half) {
            if (left < 0) {
                exhausted = true;
            } else if (keys == null) {
                keys = new long[SLOTS_MIN];
                ends = new int[SLOTS_MIN];
                kept = 0;
            }
        }
        return !exhausted;
    }

    /// Goes a level down; whether that is allowed.
    boolean enter() {
        if (++levels > LEVELS_MAX) {
            exhausted = true;
        }
        return !exhausted;
    }

    void leave() {
        levels--;
    }

    /// Whether verdicts are kept by now.
    boolean keepsVerdicts() {
        return keys != null;
    }

    /// The end of the value at `place`, -1 if it does not fit `node`; 0 if that is not known.
    int known(Node node, int place) {
        long[] table = keys;
        if (table == null) {
            return 0;
        }
        long key = key(node, place);
        int slot = slot(key, table);
        while (table[slot] != 0) {
            if (table[slot] == key) {
                return ends[slot];
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return 0;
    }

    void keep(Node node, int place, int end) {
        long[] table = keys;
        if (table == null || exhausted || kept >= SLOTS_MAX / 2) {
            return;
        }
        if (++kept * 2 > table.length) {
            table = grown(table);
        }
        insert(table, key(node, place), end);
    }

    private long[] grown(long[] old) {
        long[] table = new long[old.length * 2];
        int[] oldEnds = ends;
        ends = new int[table.length];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != 0) {
                insert(table, old[i], oldEnds[i]);
            }
        }
        keys = table;
        return table;
    }

    private void insert(long[] table, long key, int end) {
        int slot = slot(key, table);
        while (table[slot] != 0 && table[slot] != key) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = key;
        ends[slot] = end;
    }

    private static long key(Node node, int place) {
        return (((long) node.id << 32) | place) + 1;
    }

    private static int slot(long key, long[] table) {
        return (int) ((key * SPREAD) >>> 32) & (table.length - 1);
    }
}
