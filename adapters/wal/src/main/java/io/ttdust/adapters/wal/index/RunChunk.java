package io.ttdust.adapters.wal.index;

import java.util.Arrays;

/// The columns of some neighbouring runs ([Runs]), which alone writes to them.
///
/// @param offsets first offsets
/// @param lsns where the first frames lie
/// @param micros receive times of the first frames
/// @param lengths bytes from the start of the first frame to the end of the last one
/// @param commitLengths bytes from the start of the first frame to the end of the frames in that frame's commit
/// @param frameBytes bytes of the run's frames, without what lies between them
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
record RunChunk(long[] offsets, long[] lsns, long[] micros, int[] lengths, int[] commitLengths, int[] frameBytes) {

    /// Heap that a run takes.
    static final int ENTRY_BYTES = 3 * Long.BYTES + 3 * Integer.BYTES;

    RunChunk(int capacity) {
        this(
                new long[capacity],
                new long[capacity],
                new long[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity]);
    }

    int capacity() {
        return offsets.length;
    }

    /// A copy of the runs from `start` on, with room for `capacity` ones.
    RunChunk copy(int start, int capacity) {
        int end = start + capacity;
        return new RunChunk(
                Arrays.copyOfRange(offsets, start, end),
                Arrays.copyOfRange(lsns, start, end),
                Arrays.copyOfRange(micros, start, end),
                Arrays.copyOfRange(lengths, start, end),
                Arrays.copyOfRange(commitLengths, start, end),
                Arrays.copyOfRange(frameBytes, start, end));
    }
}
