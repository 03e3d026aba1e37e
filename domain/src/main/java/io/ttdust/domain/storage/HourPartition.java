package io.ttdust.domain.storage;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/// One hour of receive time, UTC: what data files are placed by.
///
/// @param hoursSinceEpoch whole hours since 1970-01-01T00:00:00Z
public record HourPartition(long hoursSinceEpoch) implements Comparable<HourPartition> {

    private static final long HOUR_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final DateTimeFormatter PATH =
            DateTimeFormatter.ofPattern("'year='uuuu/'month='MM/'day='dd/'hour='HH");

    /// The hour that `micros` (Unix microseconds) lies in.
    public static HourPartition of(long micros) {
        return new HourPartition(Math.floorDiv(micros, HOUR_MICROS));
    }

    /// The hour's first Unix microsecond.
    public long startMicros() {
        return Math.multiplyExact(hoursSinceEpoch, HOUR_MICROS);
    }

    /// The next hour's first Unix microsecond.
    public long endMicros() {
        return Math.multiplyExact(hoursSinceEpoch + 1, HOUR_MICROS);
    }

    /// As folders that query engines read as columns: `year=2026/month=01/day=31/hour=23`.
    public String path() {
        return PATH.format(start());
    }

    /// The hour's first instant.
    public OffsetDateTime start() {
        return Instant.ofEpochSecond(Math.multiplyExact(hoursSinceEpoch, 3600L)).atOffset(ZoneOffset.UTC);
    }

    @Override
    public int compareTo(HourPartition other) {
        return Long.compare(hoursSinceEpoch, other.hoursSinceEpoch);
    }
}
