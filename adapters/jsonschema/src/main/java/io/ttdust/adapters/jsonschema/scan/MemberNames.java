package io.ttdust.adapters.jsonschema.scan;

import java.util.Arrays;

/// The names of members met in one document, object by object, so that none comes twice in one. Used by one thread,
/// for one document after the other.
///
/// One hash table for all objects of the document: an entry belongs to an object by its number, and numbers go
/// on from document to document, so that nothing has to be cleared. The hash is secret (see [NameHash]) and the
/// comparison exact.
public final class MemberNames {

    private static final int SLOTS_MIN = 256;

    /// A larger table is given back after the document that needed it.
    private static final int SLOTS_KEPT_MAX = 8_192;

    private static final int DECODED_KEPT_MAX = 1 << 16;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long LOW = 0xffffffffL;
    private static final int OBJECT_MAX = Integer.MAX_VALUE;

    /// Two words a slot. The first holds the number of the object in its upper half and the lower half of the
    /// name's hash; the second where the name begins in its upper half and its length. A name with escapes lies in
    /// [#decoded] and its place is negative.
    private long[] table = new long[2 * SLOTS_MIN];

    private int shift = Long.numberOfLeadingZeros(SLOTS_MIN - 1);
    private int entries;
    private int firstObject = 1;
    private int lastObject;

    private byte[] decoded = {};
    private int decodedEnd;

    /// Forgets the last document.
    public void start() {
        if (table.length > 2 * SLOTS_KEPT_MAX) {
            allocate(SLOTS_MIN);
        } else if (lastObject > OBJECT_MAX / 2) {
            Arrays.fill(table, 0);
            lastObject = 0;
        }
        if (decoded.length > DECODED_KEPT_MAX) {
            decoded = new byte[0];
        }
        firstObject = lastObject + 1;
        entries = 0;
        decodedEnd = 0;
    }

    private void allocate(int slots) {
        table = new long[2 * slots];
        shift = Long.numberOfLeadingZeros(slots - 1L);
    }

    /// Begins an object; gives its number.
    public int open() {
        return ++lastObject;
    }

    /// Adds the name in `bytes[from .. from + length)`, which holds no escapes.
    ///
    /// @param hash as [StringScan#hash] has it
    /// @return whether it is new in the object
    public boolean add(int object, byte[] bytes, int from, int length, long hash) {
        return add(object, bytes, from, length, hash, from);
    }

    /// Decodes the name in `bytes[from .. to)`; [#decoded] then holds it from the place given on, up to
    /// [#decodedEnd].
    public int decode(byte[] bytes, int from, int to) {
        int start = decodedEnd;
        if (decoded.length - start < to - from) {
            decoded = Arrays.copyOf(decoded, Math.max(2 * decoded.length, start + 2 * (to - from)));
        }
        decodedEnd = Escapes.decode(bytes, from, to, decoded, start);
        return start;
    }

    public byte[] decoded() {
        return decoded;
    }

    public int decodedEnd() {
        return decodedEnd;
    }

    /// Adds the name that was decoded last, from `start` on.
    ///
    /// @return whether it is new in the object
    public boolean addDecoded(int object, byte[] bytes, int start) {
        int length = decodedEnd - start;
        return add(object, bytes, start, length, NameHash.of(decoded, start, length), ~start);
    }

    private boolean add(int object, byte[] bytes, int from, int length, long hash, int place) {
        long key = ((long) object << 32) | (hash & LOW);
        long[] slots = table;
        int mask = slots.length - 1;
        int slot = slot(hash, object);
        while (slots[slot] >>> 32 >= firstObject) {
            if (slots[slot] == key && isSame(slots[slot + 1], bytes, from, length, place)) {
                return false;
            }
            slot = (slot + 2) & mask;
        }
        slots[slot] = key;
        slots[slot + 1] = ((long) place << 32) | length;
        if (++entries * 4 > slots.length) {
            grow(bytes);
        }
        return true;
    }

    private int slot(long hash, int object) {
        return (int) ((hash + object * SPREAD) >>> shift) << 1;
    }

    private boolean isSame(long known, byte[] bytes, int from, int length, int place) {
        int knownPlace = (int) (known >> 32);
        if ((int) known != length) {
            return false;
        }
        byte[] knownBytes = knownPlace < 0 ? decoded : bytes;
        int knownFrom = knownPlace < 0 ? ~knownPlace : knownPlace;
        byte[] ownBytes = place < 0 ? decoded : bytes;
        return Arrays.equals(knownBytes, knownFrom, knownFrom + length, ownBytes, from, from + length);
    }

    private void grow(byte[] bytes) {
        long[] old = table;
        allocate(old.length * 2);
        int mask = table.length - 1;
        for (int i = 0; i < old.length; i += 2) {
            long object = old[i] >>> 32;
            if (object >= firstObject) {
                int place = (int) (old[i + 1] >> 32);
                int length = (int) old[i + 1];
                long hash = NameHash.of(place < 0 ? decoded : bytes, place < 0 ? ~place : place, length);
                int slot = slot(hash, (int) object);
                while (table[slot] != 0) {
                    slot = (slot + 2) & mask;
                }
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
    }
}
