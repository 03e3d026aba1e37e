package io.ttdust.adapters.rest.request;

import java.time.Duration;

/// How long the server waits and how much it holds for requests that are under way.
///
/// @param arrivalMax a body that takes longer to arrive has stalled; waiting on would let its sender hold memory
///     for ever
/// @param outcomeMax who has waited this long for the log is told that the outcome is open
/// @param bodyBytesMax bytes of all request bodies in memory, arriving or being handled
public record RequestLimits(Duration arrivalMax, Duration outcomeMax, long bodyBytesMax) {

    /// 30 seconds each, and 64 MiB: four of the largest bodies, or thousands of usual ones.
    public static final RequestLimits DEFAULT =
            new RequestLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 64L << 20);

    public RequestLimits {
        if (bodyBytesMax <= 0) {
            throw new IllegalArgumentException("the bound in bytes must be positive: %d".formatted(bodyBytesMax));
        }
    }
}
