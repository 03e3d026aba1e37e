package io.ttdust.adapters.wal.index;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Where the durable frames of one stream-partition lie, in offset order.
///
/// An entry stands for a run: the partition's frames within at most 64 KiB of one segment, beginning with a frame
/// whose place and time are known, with anything between them. A reader finds the others by their lengths. So small
/// appends cost a share of an entry each, while a longer frame has an entry of its own.
///
/// One thread at a time adds (recovery, then the committer); any thread may read meanwhile: everything is
/// published by the volatile [#size]. The last run of a partition grows; those before it never change.
public final class PartitionIndex {

    /// A run is not extended beyond this, so that looking one record up stays cheap.
    static final int RUN_BYTES_MAX = 64 << 10;

    private static final int ENTRY_BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;

    /// A partition's heap beside its entries: map entry, key, and the heads of the arrays.
    private static final int PARTITION_BYTES = 400;

    private final AtomicLong heapBytes;
    private volatile Columns columns = new Columns(4);
    private volatile int size;
    private volatile long endOffset;
    private long lastSegment = -1;
    private long stagedEnd;

    private static final class Columns {

        final long[] offsets;
        final long[] lsns;
        final long[] micros;
        final int[] lengths;
        final int[] commitLengths;

        Columns(int capacity) {
            this(new long[capacity], new long[capacity], new long[capacity], new int[capacity], new int[capacity]);
        }

        private Columns(long[] offsets, long[] lsns, long[] micros, int[] lengths, int[] commitLengths) {
            this.offsets = offsets;
            this.lsns = lsns;
            this.micros = micros;
            this.lengths = lengths;
            this.commitLengths = commitLengths;
        }

        Columns grown() {
            int capacity = Math.addExact(offsets.length, Math.max(4, offsets.length / 2));
            return new Columns(
                    Arrays.copyOf(offsets, capacity),
                    Arrays.copyOf(lsns, capacity),
                    Arrays.copyOf(micros, capacity),
                    Arrays.copyOf(lengths, capacity),
                    Arrays.copyOf(commitLengths, capacity));
        }
    }

    /// @param heapBytes of the whole index, to which this adds what it takes
    PartitionIndex(AtomicLong heapBytes) {
        this.heapBytes = heapBytes;
        heapBytes.addAndGet(PARTITION_BYTES + (long) ENTRY_BYTES * columns.offsets.length);
    }

    /// Adds the frame of `length` bytes that lies at `lsn`.
    ///
    /// @param segment base of the segment it lies in
    /// @param commitEnd where the frames of its commit end
    public void add(
            long firstOffset, int records, long lsn, int length, long receiveMicros, long segment, long commitEnd) {
        int last = size - 1;
        Columns all = columns;
        if (last >= 0
                && segment == lastSegment
                && firstOffset == endOffset
                && lsn + length - all.lsns[last] <= RUN_BYTES_MAX) {
            all.lengths[last] = (int) (lsn + length - all.lsns[last]);
        } else {
            last++;
            if (last == all.offsets.length) {
                all = all.grown();
                heapBytes.addAndGet((long) ENTRY_BYTES * (all.offsets.length - last));
                columns = all;
            }
            all.offsets[last] = firstOffset;
            all.lsns[last] = lsn;
            all.micros[last] = receiveMicros;
            all.lengths[last] = length;
            all.commitLengths[last] = (int) (commitEnd - lsn);
            lastSegment = segment;
        }
        endOffset = firstOffset + records;
        size = last + 1;
    }

    /// The offset the next staged record gets. Guarded by the staging lock.
    public long stagedEnd() {
        return stagedEnd;
    }

    /// Guarded by the staging lock.
    public void stageUpTo(long end) {
        stagedEnd = end;
    }

    /// How many runs there are; they are numbered from 0.
    int size() {
        return size;
    }

    /// The offset after the last durable record.
    public long endOffset() {
        return endOffset;
    }

    /// Where the first frame of a run lies.
    long lsn(int run) {
        return columns.lsns[run];
    }

    /// Bytes from the start of the run's first frame to the end of its last one; the last run's may grow meanwhile.
    int length(int run) {
        return columns.lengths[run];
    }

    /// Bytes from the start of the run's first frame to the end of the frames in that frame's commit.
    int commitLength(int run) {
        return columns.commitLengths[run];
    }

    long firstOffset(int run) {
        return columns.offsets[run];
    }

    /// The run of the `size` first ones that holds `offset` if any does: the last one that does not start later; 0
    /// when all do.
    int runOf(long offset, int size) {
        int found = Arrays.binarySearch(columns.offsets, 0, size, offset);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    /// The last run of the `size` first ones that starts before `receiveMicros`; -1 when there is none.
    int runBefore(long receiveMicros, int size) {
        int found = Arrays.binarySearch(columns.micros, 0, size, receiveMicros);
        return (found >= 0 ? found : -found - 1) - 1;
    }
}
