package io.ttdust.adapters.wal.segment;

import java.util.Arrays;

/// Which segments there are. One thread at a time adds, any may look up.
public final class SegmentCatalog {

    private static final String SUFFIX = ".wal";
    private static final int DIGITS = 20;

    private volatile long[] bases = {};

    /// The file name of the segment at `base`.
    public static String name(long base) {
        String digits = Long.toString(base);
        return "0".repeat(DIGITS - digits.length()) + digits + SUFFIX;
    }

    /// The base LSN that a file name says, or -1 when it is not a segment's.
    public static long base(String name) {
        if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            long base = Long.parseLong(name, 0, DIGITS, 10);
            return name.equals(name(base)) ? base : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /// Adds the segment at `base`, which lies behind all others.
    public void add(long base) {
        long[] grown = Arrays.copyOf(bases, bases.length + 1);
        grown[grown.length - 1] = base;
        bases = grown;
    }

    public int size() {
        return bases.length;
    }

    /// Base of the segment that holds `lsn`.
    public long baseOf(long lsn) {
        long[] all = bases;
        return all[floor(all, lsn)];
    }

    /// Base of the segment behind the one that holds `lsn`, or [Long#MAX_VALUE].
    public long baseAfter(long lsn) {
        long[] all = bases;
        int next = floor(all, lsn) + 1;
        return next < all.length ? all[next] : Long.MAX_VALUE;
    }

    private static int floor(long[] all, long lsn) {
        int found = Arrays.binarySearch(all, lsn);
        int floor = found >= 0 ? found : -found - 2;
        if (floor < 0) {
            throw new IllegalStateException("no segment holds LSN %d".formatted(lsn));
        }
        return floor;
    }
}
