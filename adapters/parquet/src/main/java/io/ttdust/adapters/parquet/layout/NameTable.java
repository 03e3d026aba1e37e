package io.ttdust.adapters.parquet.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Finds an object's typed members by the bytes of their names; immutable.
public final class NameTable {

    private final byte[][] names;
    private final boolean[] plain;
    private final TypedNode[] nodes;
    private final int[] slots;

    /// @param names well-formed, each once
    NameTable(List<String> names, List<TypedNode> nodes) {
        int size = names.size();
        this.names = new byte[size][];
        this.plain = new boolean[size];
        this.nodes = nodes.toArray(TypedNode[]::new);
        this.slots = new int[Integer.highestOneBit(Math.max(4, size) * 2) * 2];
        for (int i = 0; i < size; i++) {
            this.names[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
            this.plain[i] = isPlain(this.names[i]);
            int slot = slot(this.names[i], 0, this.names[i].length);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
    }

    /// Whether the name is spelled in JSON as it is.
    private static boolean isPlain(byte[] name) {
        for (byte b : name) {
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                return false;
            }
        }
        return true;
    }

    /// The slot that a name belongs into.
    private int slot(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }

    public int size() {
        return nodes.length;
    }

    public TypedNode node(int index) {
        return nodes[index];
    }

    /// The index of the name `[start, end)` of `bytes`, or -1.
    public int find(byte[] bytes, int start, int end) {
        int slot = slot(bytes, start, end);
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (Arrays.equals(names[index], 0, names[index].length, bytes, start, end)) {
                return index;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    /// Length of the name `index` if `bytes` spell it from `start` on and close it with a quote before `end`, else
    /// -1. Records of one kind mostly name their members in one order, so guessing saves the search.
    public int guess(int index, byte[] bytes, int start, int end) {
        byte[] name = names[index];
        int close = start + name.length;
        return close < end
                        && bytes[close] == '"'
                        && plain[index]
                        && Arrays.equals(name, 0, name.length, bytes, start, close)
                ? name.length
                : -1;
    }
}
