package io.ttdust.domain.storage;

/// From the earliest to the latest event time of some records, both belonging to it, Unix microseconds.
///
/// @param minMicros [Long#MAX_VALUE] when no record has an event time
/// @param maxMicros [Long#MIN_VALUE] when no record has an event time
public record EventTimes(long minMicros, long maxMicros) {

    /// No record has an event time.
    public static final EventTimes NONE = new EventTimes(Long.MAX_VALUE, Long.MIN_VALUE);

    /// This span, widened to hold `micros`.
    public EventTimes with(long micros) {
        return minMicros <= micros && micros <= maxMicros
                ? this
                : new EventTimes(Math.min(minMicros, micros), Math.max(maxMicros, micros));
    }

    public boolean isEmpty() {
        return minMicros > maxMicros;
    }
}
