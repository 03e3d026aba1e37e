package io.ttdust.cli.proof;

import java.util.Arrays;

/// Durations in nanoseconds, all of them kept, for exact percentiles. May be used from any thread.
public final class Durations {

    private long[] nanos = new long[1_024];
    private int count;

    public synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    /// The smallest duration that at least `percent` of them do not exceed; 0 when there are none.
    public synchronized long percentile(double percent) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.max(0, rank - 1)];
    }
}
