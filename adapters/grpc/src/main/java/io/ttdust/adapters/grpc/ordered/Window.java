package io.ttdust.adapters.grpc.ordered;

import java.util.concurrent.TimeUnit;

/// What one call may hold, and how much of it goes to the log at a time.
///
/// @param messages that are read and not yet answered
/// @param bytes of those messages at which no further one is read; a call holds at most these plus one message
/// @param together messages that are offered at once, if so many have come
/// @param offers under way at once; while there are as many, messages gather for the next
public record Window(int messages, int bytes, int together, int offers) {

    /// How long a client whose key no longer holds may take to read the answers that are still due.
    static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// Each frame is an offer of its own.
    public static Window ofFrames(int frames, int bytes) {
        return new Window(frames, bytes, 1, frames);
    }

    /// Records gather while two offers before them are being staged and synced. No timer is needed: a lone record
    /// leaves at once, and the more come, the larger the offers get.
    public static Window ofRecords(int records, int bytes) {
        return new Window(records, bytes, records, 2);
    }
}
