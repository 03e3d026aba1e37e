package io.ttdust.application.ingest;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What is known about an idempotency key at one moment.
sealed interface KeyState {

    /// Nobody used it within 24 hours.
    record Free() implements KeyState {}

    /// It belongs to a durable record with the same body.
    record Used(KeyPlace place) implements KeyState {}

    /// It belongs to a record with another body, durable or on its way.
    record Conflicting() implements KeyState {}

    /// A record with the same body is on its way. `settled` gives its place once it is durable, null if it was
    /// certainly not written, and fails if that is unknown.
    record InFlight(CompletableFuture<@Nullable KeyPlace> settled) implements KeyState {}

    /// The table holds as many keys as it may.
    record NoRoom() implements KeyState {}

    /// Where the record of a key lies.
    record KeyPlace(int partition, long offset, long receiveMicros) {}
}
