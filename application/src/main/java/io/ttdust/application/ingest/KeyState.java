package io.ttdust.application.ingest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What is known about an idempotency key at one moment.
sealed interface KeyState {

    Free FREE = new Free();

    Conflicting CONFLICTING = new Conflicting();

    /// Nobody used it within 24 hours.
    record Free() implements KeyState {}

    /// It belongs to a durable record with the same body.
    record Used(KeyPlace place) implements KeyState {}

    /// It belongs to a durable record with another body.
    record Conflicting() implements KeyState {}

    /// A record with it is on its way. `settled` gives its place once it is durable, null if it was
    /// certainly not written, and fails if that is unknown.
    record InFlight(CompletableFuture<@Nullable KeyPlace> settled, Body body) implements KeyState {

        /// How the body of that record compares with the one asked about.
        enum Body {
            SAME,
            OTHER
        }
    }

    /// As many keys are remembered as may be, all younger than 24 hours; `retryAfter` until the oldest is
    /// forgotten.
    record NoRoom(Duration retryAfter) implements KeyState {}

    /// Where the record of a key lies.
    record KeyPlace(int partition, long offset, long receiveMicros) {

        /// The place of the record that lies so many behind in the same append.
        KeyPlace plus(int records) {
            return new KeyPlace(partition, offset + records, receiveMicros);
        }
    }
}
