package io.ttdust.adapters.wal.index;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// Runs of one partition ([PartitionIndex]) in offset order, numbered from 0.
///
/// They lie in chunks of [#CHUNK] runs, so that no run is copied as they grow, except while they are so few that
/// one smaller chunk holds them: there may be very many partitions.
///
/// Written by one thread at a time; published by the volatile size. Whoever has got hold of one may read it
/// without a lock and sees what was there then, or a longer last run: other runs never change, and when leading
/// ones are forgotten, or there is no more room, the index goes on with another object.
final class Runs {

    private static final int CHUNK_BITS = 7;

    /// Runs of a whole chunk.
    static final int CHUNK = 1 << CHUNK_BITS;

    private static final int MASK = CHUNK - 1;

    /// One that may be smaller, or whole ones.
    private final RunChunk[] chunks;

    /// How many runs at the start of the first chunk are forgotten.
    private final int skipped;

    private volatile int size;

    Runs(int capacity) {
        this(new RunChunk[] {new RunChunk(capacity)}, 0, 0);
    }

    private Runs(RunChunk[] chunks, int skipped, int size) {
        this.chunks = chunks;
        this.skipped = skipped;
        this.size = size;
    }

    /// The same runs, with room for more.
    Runs grown() {
        int capacity = chunks[0].capacity();
        if (capacity < CHUNK) {
            RunChunk larger = chunks[0].copy(0, Math.min(CHUNK, capacity + Math.max(4, capacity / 2)));
            return new Runs(new RunChunk[] {larger}, skipped, size);
        }
        RunChunk[] more = Arrays.copyOf(chunks, chunks.length + 1);
        more[chunks.length] = new RunChunk(CHUNK);
        return new Runs(more, skipped, size);
    }

    /// The same runs without the `count` first ones.
    Runs without(int count) {
        int from = skipped + count;
        int left = size - count;
        int first = from >> CHUNK_BITS;
        int last = (from + left - 1) >> CHUNK_BITS;
        if (left == 0 || first == last) {
            RunChunk few = left == 0 ? new RunChunk(4) : chunks[first].copy(from & MASK, Math.min(CHUNK, left + 4));
            return new Runs(new RunChunk[] {few}, 0, left);
        }
        return new Runs(Arrays.copyOfRange(chunks, first, chunks.length), from & MASK, left);
    }

    /// Whether there is no room for another run.
    boolean isFull() {
        return skipped + size == capacity();
    }

    /// Heap that the runs take.
    long heapBytes() {
        return (long) RunChunk.ENTRY_BYTES * capacity();
    }

    private int capacity() {
        return chunks.length * chunks[0].capacity();
    }

    private RunChunk chunk(int run) {
        return chunks[(skipped + run) >> CHUNK_BITS];
    }

    private int at(int run) {
        return (skipped + run) & MASK;
    }

    /// Adds a run of one frame; there must be room.
    void add(long firstOffset, long lsn, long receiveMicros, int length, int commitLength) {
        int last = size;
        RunChunk chunk = chunk(last);
        int at = at(last);
        chunk.offsets()[at] = firstOffset;
        chunk.lsns()[at] = lsn;
        chunk.micros()[at] = receiveMicros;
        chunk.lengths()[at] = length;
        chunk.commitLengths()[at] = commitLength;
        chunk.frameBytes()[at] = length;
        size = last + 1;
    }

    /// Makes the last run reach to the end of one more frame.
    void extend(int newLength, int bytes) {
        int last = size - 1;
        RunChunk chunk = chunk(last);
        chunk.lengths()[at(last)] = newLength;
        chunk.frameBytes()[at(last)] += bytes;
        size = last + 1;
    }

    int size() {
        return size;
    }

    /// Where the first frame of a run lies.
    long lsn(int run) {
        return chunk(run).lsns()[at(run)];
    }

    /// Bytes from the start of the run's first frame to the end of its last one; the last run's may grow meanwhile.
    int length(int run) {
        return chunk(run).lengths()[at(run)];
    }

    /// Bytes from the start of the run's first frame to the end of the frames in that frame's commit.
    int commitLength(int run) {
        return chunk(run).commitLengths()[at(run)];
    }

    /// Bytes of the run's frames, without what lies between them.
    int frameBytes(int run) {
        return chunk(run).frameBytes()[at(run)];
    }

    long firstOffset(int run) {
        return chunk(run).offsets()[at(run)];
    }

    /// Receive time of the run's first frame.
    long receiveMicros(int run) {
        return chunk(run).micros()[at(run)];
    }

    /// The run of the `count` first ones that holds `offset` if any does: the last one that does not start later; 0
    /// when all do.
    int runOf(long offset, int count) {
        int starting = offset == Long.MAX_VALUE ? count : countBelow(offset + 1, count, this::firstOffset);
        return Math.max(0, starting - 1);
    }

    /// The last run of the `count` first ones that starts before `receiveMicros`; -1 when there is none.
    int runBefore(long receiveMicros, int count) {
        return countBelow(receiveMicros, count, this::receiveMicros) - 1;
    }

    /// How many runs start before `lsn`.
    int before(long lsn) {
        return countBelow(lsn, size, this::lsn);
    }

    /// How many of the `count` first runs have a value below `bound`; values grow with the runs.
    private static int countBelow(long bound, int count, IntToLongFunction value) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (value.applyAsLong(middle) < bound) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
