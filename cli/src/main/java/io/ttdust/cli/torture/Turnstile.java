package io.ttdust.cli.torture;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.console.CommandException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where workers wait while the server is away. It is shut before each kill, so that a call that breaks while it is
/// open was broken by the server itself. May be used from any thread.
final class Turnstile {

    private static final Duration OPEN_WITHIN = Duration.ofMinutes(3);

    /// One life of the server. Each has a higher generation than the one before.
    record Turn(long generation, GrpcClient client) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long generation;
    private @Nullable Turn open;

    void open(GrpcClient client) {
        lock.lock();
        try {
            open = new Turn(++generation, client);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void shut() {
        lock.lock();
        try {
            open = null;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a life of the server later than `seen`.
    Turn awaitAfter(long seen) throws InterruptedException {
        lock.lock();
        try {
            long left = OPEN_WITHIN.toNanos();
            Turn turn = open;
            while (turn == null || turn.generation() <= seen) {
                if (left <= 0) {
                    throw new CommandException(
                            "the server was not started again within " + OPEN_WITHIN.toSeconds() + " s");
                }
                left = changed.awaitNanos(left);
                turn = open;
            }
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /// Whether that life of the server goes on, as far as its killer knows.
    boolean isOpen(long seen) {
        lock.lock();
        try {
            return open != null && open.generation() == seen;
        } finally {
            lock.unlock();
        }
    }
}
