package io.ttdust.application.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the payload bytes that are between their arrival and their answer, over all streams. Safe for all
/// threads.
///
/// A request that does not fit is refused at once with a time to come back, so that waiting requests never pile
/// up in memory. One request always fits when nothing else is in flight, whatever its size (the request limits
/// bound it).
public final class Backpressure {

    private final long inFlightBytesMax;
    private final Duration retryAfter;
    private final AtomicLong inFlightBytes = new AtomicLong();

    /// Refuses from 90 % of `inFlightBytesMax` on.
    public Backpressure(long inFlightBytesMax, Duration retryAfter) {
        if (inFlightBytesMax <= 0) {
            throw new IllegalArgumentException("the bound in bytes must be positive: %d".formatted(inFlightBytesMax));
        }
        this.inFlightBytesMax = inFlightBytesMax / 10 * 9;
        this.retryAfter = retryAfter;
    }

    /// Takes `bytes` of the bound, or answers false and takes nothing.
    boolean tryReserve(long bytes) {
        long after = inFlightBytes.addAndGet(bytes);
        if (after <= inFlightBytesMax || after == bytes) {
            return true;
        }
        inFlightBytes.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        inFlightBytes.addAndGet(-bytes);
    }

    Duration retryAfter() {
        return retryAfter;
    }

    /// Payload bytes in flight now.
    public long inFlightBytes() {
        return inFlightBytes.get();
    }
}
