package io.ttdust.application.flush;

import java.time.Duration;

/// Bounds on flushing.
///
/// @param fileBytes of the log that go into one file, about; a frame more at most; a record counts for
///     [#RECORD_BYTES_MIN] at the least
/// @param roundBytes of the log, counted alike, that are turned into files before these are committed together; twice
/// as much
///     bounds the memory a flush takes, as the next round is made while one is put
/// @param parallelism partitions turned into files at once; 1 or more
/// @param putDeadline how long an object's pending row stands before anybody may give it up
public record FlushSettings(long fileBytes, long roundBytes, int parallelism, Duration putDeadline) {

    /// What a record counts for at the least: a row takes memory for its sequence number, its times and its places in
    /// the columns, however small its payload. Without it tens of millions of tiny records, left over by an outage,
    /// would make one file.
    static final int RECORD_BYTES_MIN = 64;

    private static final Duration PUT_DEADLINE = Duration.ofMinutes(10);

    public FlushSettings {
        if (fileBytes < 1 || roundBytes < fileBytes || parallelism < 1) {
            throw new IllegalArgumentException("a round of %d bytes must hold a file of %d, made by %d threads"
                    .formatted(roundBytes, fileBytes, parallelism));
        }
    }

    /// What `records` records that take `bytes` in the log count for, in bytes.
    static long counted(long records, long bytes) {
        return Math.max(bytes, RECORD_BYTES_MIN * records);
    }

    /// Files of `fileBytes`, or several smaller ones of together as much, made at once by `parallelism` threads.
    public static FlushSettings of(long fileBytes, int parallelism) {
        return new FlushSettings(fileBytes, fileBytes, parallelism, PUT_DEADLINE);
    }
}
