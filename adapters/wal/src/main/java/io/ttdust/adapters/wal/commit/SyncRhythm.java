package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.format.SyncMode;
import java.time.Duration;

/// When the committer makes the disk sync.
///
/// @param interval between syncs with [SyncMode#INTERVAL], while something is written
public record SyncRhythm(SyncMode mode, Duration interval) {

    /// Whether acknowledgements wait for a sync.
    boolean beforeAcks() {
        return mode == SyncMode.EVERY;
    }

    /// Nanoseconds until a sync is due of what was written at `firstNanos` at the earliest; not positive when it is
    /// due, [Long#MAX_VALUE] when it never is.
    long nanosLeft(long firstNanos, long now) {
        return mode == SyncMode.NONE ? Long.MAX_VALUE : firstNanos + interval.toNanos() - now;
    }
}
