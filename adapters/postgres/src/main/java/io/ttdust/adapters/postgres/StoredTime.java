package io.ttdust.adapters.postgres;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// How an instant is spelled for a column `timestamptz`.
public final class StoredTime {

    private StoredTime() {}

    /// The instant without what PostgreSQL cannot hold, which the driver would round.
    public static OffsetDateTime of(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
