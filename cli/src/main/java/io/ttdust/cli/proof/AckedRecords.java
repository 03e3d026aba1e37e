package io.ttdust.cli.proof;

import java.util.Arrays;

/// Where each acknowledged record lies, by its number at the producer; eight bytes a record. May be used from any
/// thread.
public final class AckedRecords {

    static final long NONE = -1;
    private static final int PARTITIONS_MAX = 1_024;
    private static final int OFFSET_BITS = 48;

    private long[] places = new long[0];
    private long count;

    /// What an acknowledgement says against the earlier ones for the same record.
    public enum Claim {
        FIRST,
        REPEATED,
        /// An earlier one named another place: written twice, or one answer is wrong.
        ELSEWHERE
    }

    /// Notes that record `number` was acknowledged at a place.
    public synchronized Claim put(long number, int partition, long offset) {
        long place = place(partition, offset);
        int index = Math.toIntExact(number);
        if (index >= places.length) {
            int before = places.length;
            places = Arrays.copyOf(places, Math.max(index + 1, Math.max(1_024, before * 2)));
            Arrays.fill(places, before, places.length, NONE);
        }
        if (places[index] == NONE) {
            places[index] = place;
            count++;
            return Claim.FIRST;
        }
        return places[index] == place ? Claim.REPEATED : Claim.ELSEWHERE;
    }

    /// How many records were acknowledged, each counted once.
    public synchronized long count() {
        return count;
    }

    /// Whether record `number` was acknowledged.
    public synchronized boolean contains(long number) {
        return number < places.length && places[(int) number] != NONE;
    }

    /// The places by number, [#NONE] where none is known.
    synchronized long[] places() {
        return places.clone();
    }

    static int partitionOf(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static long offsetOf(long place) {
        return place & ((1L << OFFSET_BITS) - 1);
    }

    private static long place(int partition, long offset) {
        if (partition < 0 || partition >= PARTITIONS_MAX || offset < 0 || offset >>> OFFSET_BITS != 0) {
            throw new IllegalArgumentException("no such place: partition %d, offset %d".formatted(partition, offset));
        }
        return ((long) partition << OFFSET_BITS) | offset;
    }
}
