package io.ttdust.application.flush;

import java.time.Duration;

/// Bounds on flushing.
///
/// @param fileBytes of the log that go into one file, about; a frame more at most
/// @param roundBytes of the log that are turned into files before these are committed together; twice as much
///     bounds the memory a flush takes, as the next round is made while one is put
/// @param parallelism partitions turned into files at once; 1 or more
/// @param putDeadline how long an object's pending row stands before anybody may give it up
public record FlushSettings(long fileBytes, long roundBytes, int parallelism, Duration putDeadline) {

    private static final Duration PUT_DEADLINE = Duration.ofMinutes(10);

    public FlushSettings {
        if (fileBytes < 1 || roundBytes < fileBytes || parallelism < 1) {
            throw new IllegalArgumentException("a round of %d bytes must hold a file of %d, made by %d threads"
                    .formatted(roundBytes, fileBytes, parallelism));
        }
    }

    /// Files of `fileBytes`, or several smaller ones of together as much, made at once by `parallelism` threads.
    public static FlushSettings of(long fileBytes, int parallelism) {
        return new FlushSettings(fileBytes, fileBytes, parallelism, PUT_DEADLINE);
    }
}
