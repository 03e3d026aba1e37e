package io.ttdust.adapters.wal.loss;

/// Offsets of one partition that no record has any more, or ever had: some of them may never have been given.
///
/// @param end the offset behind the last one; not before `first`
public record LostRange(long first, long end) {

    public LostRange {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("no range of offsets: %d to %d".formatted(first, end));
        }
    }

    boolean isEmpty() {
        return first == end;
    }

    boolean touches(LostRange other) {
        return first <= other.end && other.first <= end;
    }

    LostRange and(LostRange other) {
        return new LostRange(Math.min(first, other.first), Math.max(end, other.end));
    }
}
