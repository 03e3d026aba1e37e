package io.ttdust.benchmarks.measure;

import java.util.Arrays;

/// Every latency of a measurement, so that quantiles are exact. For one thread at a time.
public final class Latencies {

    private static final double NANOS_PER_MICRO = 1_000;

    /// So many that a turn seldom grows the array, which would count as allocation of what is measured.
    private static final int CAPACITY = 1 << 14;

    private long[] nanos = new long[CAPACITY];
    private int count;

    public void add(long latencyNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latencyNanos;
    }

    public void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    public int count() {
        return count;
    }

    /// The latency, in microseconds, that a share of `quantile` does not exceed (nearest rank).
    ///
    /// @param quantile above 0 and at most 1
    /// @throws IllegalStateException if nothing was measured
    public double quantileMicros(double quantile) {
        if (quantile <= 0 || quantile > 1) {
            throw new IllegalArgumentException("quantile must be in (0, 1]: " + quantile);
        }
        if (count == 0) {
            throw new IllegalStateException("no latency was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(quantile * count) - 1] / NANOS_PER_MICRO;
    }
}
