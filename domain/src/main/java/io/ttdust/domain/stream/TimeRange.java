package io.ttdust.domain.stream;

/// Half-open span of receive time in Unix microseconds: `startMicros` belongs to it, `endMicros` does not. Never
/// empty. (An API's inclusive end becomes `end + 1` at the edge.)
///
/// Adjoining ranges therefore cover every instant exactly once.
public record TimeRange(long startMicros, long endMicros) {

    public TimeRange {
        if (startMicros >= endMicros) {
            throw new IllegalArgumentException("start %d must be before end %d".formatted(startMicros, endMicros));
        }
    }

    public boolean contains(long micros) {
        return startMicros <= micros && micros < endMicros;
    }
}
