package io.ttdust.benchmarks.floor;

import io.ttdust.benchmarks.measure.Latencies;

/// Writes of one size, each synced before the next.
///
/// @param latencies of a write together with its sync
/// @param elapsedNanos of all of them
public record SyncedWrites(Latencies latencies, long bytes, long elapsedNanos) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MB = 1e6;

    /// 1 MB = 1 000 000 bytes.
    public double mbPerSecond() {
        return bytes / BYTES_PER_MB / (elapsedNanos / NANOS_PER_SECOND);
    }
}
