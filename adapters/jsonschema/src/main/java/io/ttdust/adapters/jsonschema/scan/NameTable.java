package io.ttdust.adapters.jsonschema.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Names that a schema knows, by their place in a list. Immutable.
public final class NameTable {

    /// What [#find] answers for a name that is not among them.
    public static final int NONE = -1;

    private static final int FEW = 4;

    private final Name[] names;

    /// Places by hash, [#NONE] where there is none; empty when there are few.
    private final int[] slots;

    public NameTable(List<String> names) {
        this.names = names.stream().map(Name::new).toArray(Name[]::new);
        if (this.names.length <= FEW) {
            this.slots = new int[0];
            return;
        }
        this.slots = new int[Integer.highestOneBit(this.names.length) * 4];
        Arrays.fill(slots, NONE);
        for (int i = 0; i < this.names.length; i++) {
            byte[] bytes = this.names[i].bytes;
            int slot = slot(NameHash.of(bytes, 0, bytes.length));
            while (slots[slot] != NONE) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i;
        }
    }

    /// A table of no names.
    public static NameTable empty() {
        return new NameTable(List.of());
    }

    private int slot(long hash) {
        return (int) (hash >>> 32) & (slots.length - 1);
    }

    public int size() {
        return names.length;
    }

    /// The end of the string whose first byte after the opening quote is at `from`, if it is the name at `place`
    /// without an escape and ends before `end`; -1 else, which does not mean that it is another name.
    public int after(int place, byte[] bytes, int from, int end) {
        return place < names.length ? names[place].after(bytes, from, end) : -1;
    }

    /// The place of the decoded name in `bytes[from .. from + length)`, or [#NONE].
    public int find(byte[] bytes, int from, int length) {
        if (slots.length == 0) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].is(bytes, from, length)) {
                    return i;
                }
            }
            return NONE;
        }
        return find(bytes, from, length, NameHash.of(bytes, from, length));
    }

    /// As [#find], with the hash as [StringScan#hash] has it, which is used when there are many.
    public int find(byte[] bytes, int from, int length, long hash) {
        if (slots.length == 0) {
            return names.length == 0 ? NONE : find(bytes, from, length);
        }
        for (int slot = slot(hash); slots[slot] != NONE; slot = (slot + 1) & (slots.length - 1)) {
            if (names[slots[slot]].is(bytes, from, length)) {
                return slots[slot];
            }
        }
        return NONE;
    }

    /// One name, as UTF-8 and as the words that are compared first.
    private static final class Name {

        private final byte[] bytes;

        /// Whether it can stand between quotes as it is.
        private final boolean plain;

        /// The first bytes of the name and its closing quote, up to eight.
        private final long first;

        private final long mask;

        /// The last eight bytes of the name and its closing quote, if they are more than eight.
        private final long last;

        Name(String name) {
            this.bytes = name.getBytes(StandardCharsets.UTF_8);
            this.plain = name.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
            byte[] quoted = Arrays.copyOf(bytes, bytes.length + 1);
            quoted[bytes.length] = '"';
            int head = Math.min(quoted.length, Long.BYTES);
            this.first = head == Long.BYTES ? Words.at(quoted, 0) : Words.at(quoted, 0, head);
            this.mask = Words.mask(head);
            this.last = quoted.length > Long.BYTES ? Words.at(quoted, quoted.length - Long.BYTES) : 0;
        }

        int after(byte[] text, int from, int end) {
            int length = bytes.length;
            int after = from + length + 1;
            if (after > end || from > text.length - Long.BYTES || !plain) {
                return -1;
            }
            if (((Words.at(text, from) ^ first) & mask) != 0) {
                return -1;
            }
            if (length < Long.BYTES) {
                return after;
            }
            if (Words.at(text, after - Long.BYTES) != last) {
                return -1;
            }
            return length < 2 * Long.BYTES || matchesMiddle(text, from) ? after : -1;
        }

        private boolean matchesMiddle(byte[] text, int from) {
            int to = bytes.length - Long.BYTES;
            return Arrays.equals(text, from + Long.BYTES, from + to + 1, bytes, Long.BYTES, to + 1);
        }

        boolean is(byte[] text, int from, int length) {
            return length == bytes.length && Arrays.equals(text, from, from + length, bytes, 0, length);
        }
    }
}
