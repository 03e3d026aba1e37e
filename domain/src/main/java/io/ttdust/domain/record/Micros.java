package io.ttdust.domain.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Unix microseconds, the unit of receive time, and [Instant].
public final class Micros {

    private Micros() {}

    /// Microseconds since 1970-01-01T00:00:00Z; nanoseconds are cut off.
    ///
    /// @throws ArithmeticException if `instant` lies more than 292 000 years from 1970
    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /// The instant `micros` microseconds after 1970-01-01T00:00:00Z.
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
