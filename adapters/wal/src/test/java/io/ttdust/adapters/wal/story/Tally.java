package io.ttdust.adapters.wal.story;

import java.util.EnumMap;
import java.util.Map;

/// How often each case occurred in a story.
public final class Tally {

    private final EnumMap<Case, Long> counts = new EnumMap<>(Case.class);

    void count(Case one) {
        counts.merge(one, 1L, Long::sum);
    }

    /// The cases that occurred.
    public Map<Case, Long> counts() {
        return Map.copyOf(counts);
    }
}
