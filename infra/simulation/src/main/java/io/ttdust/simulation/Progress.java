package io.ttdust.simulation;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tells of a run while it lasts: how far it is every five seconds, and its first failures. For one thread at a time.
public final class Progress {

    private static final int FAILURES_TOLD_MAX = 10;
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter err;
    private long told = System.nanoTime();
    private int failures;

    public Progress(PrintWriter err) {
        this.err = err;
    }

    /// Prints `state` if nothing was printed for a while.
    public void advanced(Supplier<String> state) {
        if (System.nanoTime() - told >= PERIOD_NANOS) {
            told = System.nanoTime();
            err.println(state.get());
        }
    }

    /// Whether there is room for another failure to be told; counts it.
    public boolean tellsFailure() {
        return failures++ < FAILURES_TOLD_MAX;
    }
}
