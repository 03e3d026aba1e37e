package io.ttdust.application.flush;

import java.time.Duration;

/// Bounds on flushing.
///
/// @param fileBytes of the log that go into one file, about; a frame more at most
/// @param roundBytes of the log that are turned into files before these are committed together; bounds the memory
///     a flush takes
/// @param putDeadline how long an object's pending row stands before anybody may give it up
public record FlushSettings(long fileBytes, long roundBytes, Duration putDeadline) {

    private static final Duration PUT_DEADLINE = Duration.ofMinutes(10);

    public FlushSettings {
        if (fileBytes < 1 || roundBytes < fileBytes) {
            throw new IllegalArgumentException(
                    "a round of %d bytes must hold a file of %d".formatted(roundBytes, fileBytes));
        }
    }

    /// Files of `fileBytes`, one or a few at a time.
    public static FlushSettings of(long fileBytes) {
        return new FlushSettings(fileBytes, fileBytes, PUT_DEADLINE);
    }
}
