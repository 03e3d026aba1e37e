package io.ttdust.bootstrap.node;

import java.util.ArrayDeque;
import java.util.Deque;
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

    /// To be closed before everything that was added earlier.
    synchronized void add(String name, Step step) {
        steps.push(new Named(name, step));
    }

    /// Closes everything added so far; a second call finds nothing left.
    void closeAll() {
        Named next = pop();
        while (next != null) {
            try {
                next.step().close();
            } catch (Exception e) { // shutdown: whatever one step does, the next must run
                LOG.error("closing {} failed", next.name(), e);
            }
            next = pop();
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Named pop() {
        return steps.poll();
    }
}
