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

    /// Number of the object in the upper half, lower half of the name's hash below.
    private long[] keys = new long[SLOTS_MIN];

    /// Where the name begins in the upper half, its length below; a name with escapes lies in [#decoded], and its
    /// place is negative.
    private long[] places = new long[SLOTS_MIN];

    private int shift = Long.numberOfLeadingZeros(SLOTS_MIN - 1);
    private int entries;
    private int firstObject = 1;
    private int lastObject;

    private byte[] decoded = {};
    private int decodedEnd;

    /// Forgets the last document.
    public void start() {
        if (keys.length > SLOTS_KEPT_MAX) {
            allocate(SLOTS_MIN);
        } else if (lastObject > OBJECT_MAX / 2) {
            Arrays.fill(keys, 0);
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
        keys = new long[slots];
        places = new long[slots];
        shift = Long.numberOfLeadingZeros(slots - 1L);
    }

    /// Begins an object; gives its number.
    public int open() {
        return ++lastObject;
    }

    /// Adds the name in `bytes[from .. from + length)`, which holds no escapes.
    ///
    /// @return whether it is new in the object
    public boolean add(int object, byte[] bytes, int from, int length) {
        return add(object, bytes, from, length, NameHash.of(bytes, from, length), from);
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
        int mask = keys.length - 1;
        int slot = slot(hash, object);
        while (keys[slot] >>> 32 >= firstObject) {
            if (keys[slot] == key && isSame(places[slot], bytes, from, length, place)) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        places[slot] = ((long) place << 32) | length;
        if (++entries * 2 > keys.length) {
            grow(bytes);
        }
        return true;
    }

    private int slot(long hash, int object) {
        return (int) ((hash + object * SPREAD) >>> shift);
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
        long[] oldKeys = keys;
        long[] oldPlaces = places;
        allocate(oldKeys.length * 4);
        int mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            long object = oldKeys[i] >>> 32;
            if (object >= firstObject) {
                int place = (int) (oldPlaces[i] >> 32);
                int length = (int) oldPlaces[i];
                long hash = NameHash.of(place < 0 ? decoded : bytes, place < 0 ? ~place : place, length);
                int slot = slot(hash, (int) object);
                while (keys[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                keys[slot] = oldKeys[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}
