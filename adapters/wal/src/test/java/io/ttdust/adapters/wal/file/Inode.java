package io.ttdust.adapters.wal.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// A file of a [SimulatedDisk], whatever its name: what a process sees of it, and what is on the disk. Guarded
/// by the disk.
final class Inode {

    /// What a disk writes whole or not at all.
    static final int BLOCK = 512;

    byte[] live = new byte[0];
    byte[] durable = new byte[0];
    final BitSet dirty = new BitSet();

    void write(ByteBuffer source, int position, int length) {
        if (position + length > live.length) {
            live = Arrays.copyOf(live, position + length);
        }
        source.get(live, position, length);
        if (length > 0) {
            dirty.set(position / BLOCK, (position + length - 1) / BLOCK + 1);
        }
    }

    /// Loses its second half.
    void shrink() {
        live = Arrays.copyOf(live, live.length / 2);
    }

    /// What lies on the disk after a power cut that happened to keep the blocks that `random` chooses,
    /// `keptOf16` of sixteen. Answers whether a later block was kept and an earlier one was lost.
    boolean cutPower(RandomGenerator random, int keptOf16) {
        boolean sizeKept = random.nextBoolean();
        byte[] kept = sizeKept ? Arrays.copyOf(durable, live.length) : durable.clone();
        boolean lost = false;
        boolean reordered = false;
        for (int block = dirty.nextSetBit(0); block >= 0; block = dirty.nextSetBit(block + 1)) {
            int start = block * BLOCK;
            int end = Math.min(Math.min(start + BLOCK, live.length), kept.length);
            if (start < end && random.nextInt(16) < keptOf16) {
                System.arraycopy(live, start, kept, start, end - start);
                reordered |= lost;
            } else {
                lost = true;
            }
        }
        settle(kept);
        return reordered;
    }

    void settle(byte[] bytes) {
        live = bytes.clone();
        durable = bytes.clone();
        dirty.clear();
    }
}
