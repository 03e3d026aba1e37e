package io.ttdust.adapters.wal.index;

import java.util.Arrays;

/// Runs of one partition ([PartitionIndex]) in offset order, numbered from 0.
///
/// Written by one thread at a time; published by the volatile size. Whoever has got hold of one may read it
/// without a lock and sees what was there then, or a longer last run: other runs never change, and when leading
/// ones are forgotten, or there is no more room, the index goes on with another object.
final class Runs {

    /// Heap that a run takes.
    static final int ENTRY_BYTES = 3 * Long.BYTES + 3 * Integer.BYTES;

    private final long[] offsets;
    private final long[] lsns;
    private final long[] micros;
    private final int[] lengths;
    private final int[] commitLengths;
    private final int[] frameBytes;
    private volatile int size;

    Runs(int capacity) {
        offsets = new long[capacity];
        lsns = new long[capacity];
        micros = new long[capacity];
        lengths = new int[capacity];
        commitLengths = new int[capacity];
        frameBytes = new int[capacity];
    }

    private Runs(Runs all, int from, int capacity) {
        offsets = Arrays.copyOfRange(all.offsets, from, from + capacity);
        lsns = Arrays.copyOfRange(all.lsns, from, from + capacity);
        micros = Arrays.copyOfRange(all.micros, from, from + capacity);
        lengths = Arrays.copyOfRange(all.lengths, from, from + capacity);
        commitLengths = Arrays.copyOfRange(all.commitLengths, from, from + capacity);
        frameBytes = Arrays.copyOfRange(all.frameBytes, from, from + capacity);
        size = all.size - from;
    }

    /// The same runs, with room for more.
    Runs grown() {
        int capacity = capacity();
        return new Runs(this, 0, Math.addExact(capacity, Math.max(4, capacity / 2)));
    }

    /// The same runs without the `count` first ones, and with room for a few more.
    Runs without(int count) {
        return new Runs(this, count, size - count + 4);
    }

    int capacity() {
        return offsets.length;
    }

    /// Adds a run of one frame; there must be room.
    void add(long firstOffset, long lsn, long receiveMicros, int length, int commitLength) {
        int last = size;
        offsets[last] = firstOffset;
        lsns[last] = lsn;
        micros[last] = receiveMicros;
        lengths[last] = length;
        commitLengths[last] = commitLength;
        frameBytes[last] = length;
        size = last + 1;
    }

    /// Makes the last run reach to the end of one more frame.
    void extend(int newLength, int bytes) {
        int last = size - 1;
        lengths[last] = newLength;
        frameBytes[last] += bytes;
        size = last + 1;
    }

    int size() {
        return size;
    }

    /// Where the first frame of a run lies.
    long lsn(int run) {
        return lsns[run];
    }

    /// Bytes from the start of the run's first frame to the end of its last one; the last run's may grow meanwhile.
    int length(int run) {
        return lengths[run];
    }

    /// Bytes from the start of the run's first frame to the end of the frames in that frame's commit.
    int commitLength(int run) {
        return commitLengths[run];
    }

    /// Bytes of the run's frames, without what lies between them.
    int frameBytes(int run) {
        return frameBytes[run];
    }

    long firstOffset(int run) {
        return offsets[run];
    }

    /// Receive time of the run's first frame.
    long receiveMicros(int run) {
        return micros[run];
    }

    /// The run of the `count` first ones that holds `offset` if any does: the last one that does not start later; 0
    /// when all do.
    int runOf(long offset, int count) {
        int found = Arrays.binarySearch(offsets, 0, count, offset);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    /// The last run of the `count` first ones that starts before `receiveMicros`; -1 when there is none.
    int runBefore(long receiveMicros, int count) {
        int found = Arrays.binarySearch(micros, 0, count, receiveMicros);
        return (found >= 0 ? found : -found - 1) - 1;
    }

    /// How many runs start before `lsn`.
    int before(long lsn) {
        int found = Arrays.binarySearch(lsns, 0, size, lsn);
        return found >= 0 ? found : -found - 1;
    }
}
