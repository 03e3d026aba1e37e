package io.ttdust.application.pressure;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Bounds the payload bytes that are between their arrival and their answer, over all streams. Safe for all
/// threads.
///
/// A request that does not fit is refused at once with a time to come back, so that waiting requests never pile
/// up in memory. One request always fits when nothing else is in flight, whatever its size (the request limits
/// bound it). The last tenth of the bound is for streams with less than half of an even share of it in flight, so that
/// one hot stream does not take it from the others.
public final class Backpressure {

    /// A file takes seconds, so there is no use in coming back at once.
    private static final Duration UNFLUSHED_RETRY = Duration.ofSeconds(2);

    private final long inFlightBytesMax;
    private final long sharedBytesMax;
    private final Duration retryAfter;
    private final @Nullable UnflushedBound unflushed;
    private final @Nullable FlushPace pace;
    private final AtomicLong inFlightBytes = new AtomicLong();

    /// Of each stream that has any.
    private final ConcurrentHashMap<StreamId, Long> streams = new ConcurrentHashMap<>();

    /// Refuses from 90 % of `inFlightBytesMax` on who has most of it; what lies in the log is not bounded.
    public Backpressure(long inFlightBytesMax, Duration retryAfter) {
        this(inFlightBytesMax, retryAfter, null, null);
    }

    /// Refuses from 90 % of `inFlightBytesMax` on who has most of it, and where `unflushed` does; lets records wait
    /// where `pace` does.
    public Backpressure(
            long inFlightBytesMax, Duration retryAfter, @Nullable UnflushedBound unflushed, @Nullable FlushPace pace) {
        if (inFlightBytesMax <= 0) {
            throw new IllegalArgumentException("the bound in bytes must be positive: %d".formatted(inFlightBytesMax));
        }
        this.inFlightBytesMax = inFlightBytesMax;
        this.sharedBytesMax = inFlightBytesMax / 10 * 9;
        this.retryAfter = retryAfter;
        this.unflushed = unflushed;
        this.pace = pace;
    }

    /// Takes `bytes` of the bound for records of `stream`, or takes nothing and answers why.
    public @Nullable Problem reserve(StreamId stream, long bytes) {
        if (unflushed != null && unflushed.refuses(stream)) {
            return Problem.retryable(
                    ErrorCode.OVERLOADED,
                    "too many bytes of the log wait to be brought into files; send again later",
                    UNFLUSHED_RETRY);
        }
        long own = streams.merge(stream, bytes, Long::sum);
        long after = inFlightBytes.addAndGet(bytes);
        if (after <= sharedBytesMax || after == bytes || (after <= inFlightBytesMax && isLight(own))) {
            return null;
        }
        release(stream, bytes);
        return Problem.retryable(
                ErrorCode.OVERLOADED, "too many bytes wait to be written; send again later", retryAfter);
    }

    /// Waits until so many bytes of payload may be taken of `stream`, unless it is refused anyway. To be called
    /// before [#reserve], so that who waits takes nothing of this bound. The request is in memory all the same, and
    /// counts wherever its bytes were counted as they arrived; [FlushPace] bounds how much of that waits.
    public void awaitPace(StreamId stream, long payloadBytes) {
        if (pace != null && (unflushed == null || !unflushed.refuses(stream))) {
            pace.await(stream, payloadBytes);
        }
    }

    /// Whether much of the log waits for its files, so that callers should hold less in flight.
    public boolean isNear() {
        return unflushed != null && unflushed.isNear();
    }

    /// Less than half of its share, were the bytes divided evenly among all streams that have any.
    private boolean isLight(long own) {
        return own < sharedBytesMax / 2 / Math.max(1, streams.size());
    }

    /// Gives back what was reserved for records of `stream`.
    public void release(StreamId stream, long bytes) {
        streams.computeIfPresent(stream, (same, own) -> own <= bytes ? null : own - bytes);
        inFlightBytes.addAndGet(-bytes);
    }

    /// Payload bytes in flight now.
    public long inFlightBytes() {
        return inFlightBytes.get();
    }
}
