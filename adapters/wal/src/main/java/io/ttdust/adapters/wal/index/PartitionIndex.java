package io.ttdust.adapters.wal.index;

import java.util.Arrays;

/// The durable frames of one stream-partition in offset order, 32 bytes of heap each.
///
/// One thread at a time adds (recovery, then the committer); any thread may read meanwhile: an entry is published by
/// the volatile [#size], after its values and the arrays that hold them.
public final class PartitionIndex {

    private volatile Columns columns = new Columns(8);
    private volatile int size;
    private long stagedEnd;

    private static final class Columns {

        final long[] offsets;
        final long[] lsns;
        final long[] micros;
        final int[] lengths;
        final int[] counts;

        Columns(int capacity) {
            this(new long[capacity], new long[capacity], new long[capacity], new int[capacity], new int[capacity]);
        }

        private Columns(long[] offsets, long[] lsns, long[] micros, int[] lengths, int[] counts) {
            this.offsets = offsets;
            this.lsns = lsns;
            this.micros = micros;
            this.lengths = lengths;
            this.counts = counts;
        }

        Columns grown() {
            int capacity = Math.addExact(offsets.length, Math.max(8, offsets.length / 2));
            return new Columns(
                    Arrays.copyOf(offsets, capacity),
                    Arrays.copyOf(lsns, capacity),
                    Arrays.copyOf(micros, capacity),
                    Arrays.copyOf(lengths, capacity),
                    Arrays.copyOf(counts, capacity));
        }
    }

    /// Adds the frame that lies at `lsn`.
    public void add(long firstOffset, int records, long lsn, int length, long receiveMicros) {
        int at = size;
        Columns all = columns;
        if (at == all.offsets.length) {
            all = all.grown();
            columns = all;
        }
        all.offsets[at] = firstOffset;
        all.counts[at] = records;
        all.lsns[at] = lsn;
        all.lengths[at] = length;
        all.micros[at] = receiveMicros;
        size = at + 1;
    }

    /// The offset the next staged record gets. Guarded by the staging lock.
    public long stagedEnd() {
        return stagedEnd;
    }

    /// Guarded by the staging lock.
    public void stageUpTo(long end) {
        stagedEnd = end;
    }

    /// How many frames there are; they are numbered from 0.
    public int size() {
        return size;
    }

    /// The offset after the last durable record.
    public long endOffset() {
        int count = size;
        return count == 0 ? 0 : columns.offsets[count - 1] + columns.counts[count - 1];
    }

    public long lsn(int frame) {
        return columns.lsns[frame];
    }

    public int length(int frame) {
        return columns.lengths[frame];
    }

    public int records(int frame) {
        return columns.counts[frame];
    }

    public long firstOffset(int frame) {
        return columns.offsets[frame];
    }

    /// The first frame of the `size` first ones that holds `offset` or a later one; `size` when there is none.
    public int frameOf(long offset, int size) {
        Columns all = columns;
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.offsets[middle] + all.counts[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The first offset that was received at `receiveMicros` or later; the end offset when there is none.
    public long firstOffsetAt(long receiveMicros) {
        int count = size;
        Columns all = columns;
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.micros[middle] < receiveMicros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < count) {
            return all.offsets[low];
        }
        return count == 0 ? 0 : all.offsets[count - 1] + all.counts[count - 1];
    }
}
