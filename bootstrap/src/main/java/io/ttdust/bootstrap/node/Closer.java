package io.ttdust.bootstrap.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes what was opened, last first. One step that fails does not keep the others from being closed.
final class Closer {

    private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

    /// One thing to close.
    @FunctionalInterface
    interface Step {
        void close() throws Exception;
    }

    private record Named(String name, Step step) {}

    private final Deque<Named> steps = new ArrayDeque<>();
    private boolean closing;

    /// To be closed before everything that was added earlier.
    ///
    /// @throws IllegalStateException if closing has begun, after closing what was handed in: the process was
    ///     told to end while it was still starting
    void add(String name, Step step) {
        if (!push(new Named(name, step))) {
            close(new Named(name, step));
            throw new IllegalStateException("told to stop while starting");
        }
    }

    private synchronized boolean push(Named named) {
        if (!closing) {
            steps.push(named);
        }
        return !closing;
    }

    /// Closes everything added so far; a second call finds nothing left.
    void closeAll() {
        Named next = pop();
        while (next != null) {
            close(next);
            next = pop();
        }
    }

    private static void close(Named named) {
        try {
            named.step().close();
        } catch (Exception e) { // shutdown: whatever one step does, the next must run
            LOG.error("closing {} failed", named.name(), e);
        }
    }

    private synchronized @Nullable Named pop() {
        closing = true;
        return steps.poll();
    }
}
