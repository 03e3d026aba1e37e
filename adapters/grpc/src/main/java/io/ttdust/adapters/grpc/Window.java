package io.ttdust.adapters.grpc;

import java.time.Duration;

/// What one call may hold, and how much of it goes to the log at a time.
///
/// @param messages that are read and not yet answered
/// @param bytes of those messages at which no further one is read; a call holds at most these plus one message
/// @param together messages that are offered at once, if so many have come
/// @param offers under way at once; while there are as many, messages gather for the next
/// @param keyCheckInterval how often the key of a call that lasts is looked up again
record Window(int messages, int bytes, int together, int offers, Duration keyCheckInterval) {

    /// The bytes of messages at which no further one is read while the memory of all calls is half taken.
    static final int TIGHT_BYTES = 64 << 10;

    /// Each frame is an offer of its own.
    static Window ofFrames(GrpcSettings settings) {
        return new Window(
                settings.frameWindow(),
                settings.frameWindowBytes(),
                1,
                settings.frameWindow(),
                settings.keyCheckInterval());
    }

    /// Records gather while two offers before them are being staged and synced. No timer is needed: a lone record
    /// leaves at once, and the more come, the larger the offers get.
    static Window ofRecords(GrpcSettings settings) {
        return new Window(
                settings.recordWindow(),
                settings.recordWindowBytes(),
                settings.recordWindow(),
                2,
                settings.keyCheckInterval());
    }
}
