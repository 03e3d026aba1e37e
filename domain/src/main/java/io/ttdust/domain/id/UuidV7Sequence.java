package io.ttdust.domain.id;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Identifiers that grow in the order of their making, also within a millisecond and while the clock stands still or
/// steps back: RFC 9562 §6.2, method 2 (monotonic random). What is listed by its id is then listed by its age. Safe
/// for all threads.
public final class UuidV7Sequence {

    /// The 12 bits before the variant begin below half, so that hardly any millisecond runs out of them.
    private static final long HIGH_START_MASK = 0x7FF;

    private static final long HIGH_MAX = 0xFFF;
    private static final long LOW_MAX = (1L << 62) - 1;

    /// The next identifier lies up to this far away, so that nobody guesses it from the last one, and near enough that
    /// a millisecond has 131 072 of them at least.
    private static final long STEP_MASK = (1L << 56) - 1;

    private final RandomGenerator random;
    private long millis = -1;
    private long high;
    private long low;

    /// Draws from `random`, which need not be safe for several threads if nobody else draws from it.
    public UuidV7Sequence(RandomGenerator random) {
        this.random = random;
    }

    /// An identifier of the moment `unixMillis`, or of a later one if the last identifier was.
    ///
    /// @throws IllegalArgumentException if `unixMillis` is negative or beyond [UuidV7#MILLIS_MAX]
    public synchronized UUID next(long unixMillis) {
        UuidV7.requireInRange(unixMillis);
        if (unixMillis > millis) {
            begin(unixMillis);
        } else {
            low += 1 + (random.nextLong() & STEP_MASK);
            if (low > LOW_MAX) {
                low &= LOW_MAX;
                high++;
            }
            if (high > HIGH_MAX) {
                begin(millis + 1);
            }
        }
        return UuidV7.of(millis, high, low);
    }

    private void begin(long unixMillis) {
        millis = unixMillis;
        high = random.nextLong() & HIGH_START_MASK;
        low = random.nextLong() & LOW_MAX;
    }
}
