package io.ttdust.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Decides which thread of one run goes on. Exactly one does at any moment; the others wait until it blocks, or
/// until chance takes the turn from it at a [#point]. Time passes only by operations, and when everybody waits
/// for it.
///
/// All fields belong to the thread whose turn it is.
public final class Schedule {

    /// What an operation takes.
    private static final long STEP_NANOS = 1_000;

    /// Two turns of the log's wait for the next producer are enough.
    private static final long SPIN_NANOS = 25_000;

    private static final long NEVER = Long.MAX_VALUE;

    /// A run of some ten thousand points is a long one.
    private static final long POINTS_MAX = 10_000_000;

    private final SplittableRandom random;
    private final int switchOneIn;
    private final List<ScheduledThread> threads = new ArrayList<>();
    private long nanos;
    private long points;
    private long trace;
    private int started;
    private @Nullable String stuck;
    private @Nullable Throwable uncaught;

    private Schedule(long seed) {
        random = new SplittableRandom(seed ^ 0x5eed_0f_7ea_d5L);
        switchOneIn = switch (random.nextInt(4)) {
            case 0 -> 2;
            case 1 -> 6;
            case 2 -> 20;
            default -> 0;
        };
    }

    /// Runs `story` as the first thread of a schedule of its own, on the calling thread's time.
    ///
    /// @throws Exception what the story throws
    /// @throws AssertionError also if it leaves threads behind, or one of them dies of an exception
    public static <T> T run(long seed, Callable<T> story) throws Exception {
        Schedule schedule = new Schedule(seed);
        Outcome<T> outcome = new Outcome<>(story);
        ScheduledThread first = new ScheduledThread(schedule, outcome, "story");
        first.start();
        first.resume();
        boolean interrupted = false;
        while (first.isAlive()) {
            try {
                first.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        T result = outcome.answer();
        if (schedule.uncaught != null) {
            throw new AssertionError("a thread of the log died", schedule.uncaught);
        }
        if (!schedule.threads.isEmpty()) {
            throw new AssertionError("threads are left behind: " + schedule.threads);
        }
        return result;
    }

    private static final class Outcome<T> implements Runnable {

        private final Callable<T> story;
        private @Nullable T result;
        private @Nullable Throwable thrown;

        Outcome(Callable<T> story) {
            this.story = story;
        }

        @Override
        public void run() {
            try {
                result = story.call();
            } catch (Exception | Error e) { // rethrown by the thread that waits for the story
                thrown = e;
            }
        }

        T answer() throws Exception {
            switch (thrown) {
                case null -> {}
                case Exception e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(thrown);
            }
            if (result == null) {
                throw new AssertionError("the story ended without an answer");
            }
            return result;
        }
    }

    /// The calling thread's.
    ///
    /// @throws AssertionError if it has none: then something was not replaced, and the run would not repeat
    public static Schedule current() {
        if (Thread.currentThread() instanceof ScheduledThread thread) {
            return thread.schedule();
        }
        throw new AssertionError("the thread " + Thread.currentThread() + " is not scheduled");
    }

    /// Monotonic time.
    public long nanoTime() {
        return nanos;
    }

    /// A number that two runs share only if they took the same turns at the same times.
    public long trace() {
        return trace;
    }

    /// Begins an operation: chance may give others the turn.
    ///
    /// @throws AssertionError if the run seems to go on for ever
    public void point() {
        points++;
        if (points > POINTS_MAX) {
            throw new AssertionError("this run does not end");
        }
        nanos += STEP_NANOS;
        if (switchOneIn > 0 && threads.size() > 1 && random.nextInt(switchOneIn) == 0) {
            handOver();
        }
    }

    void spin() {
        nanos += SPIN_NANOS;
        point();
    }

    /// Lets time go by; others go on meanwhile.
    public void pass(long passing) {
        block(() -> false, nanos + passing);
    }

    /// Waits until something happened.
    public void await(BooleanSupplier happened) {
        block(happened, NEVER);
    }

    /// Waits until something happened, or until a time.
    void block(BooleanSupplier happened, long untilNanos) {
        ScheduledThread me = (ScheduledThread) Thread.currentThread();
        me.waitFor(happened, untilNanos);
        handOver();
        me.waitFor(null, NEVER);
        if (stuck != null && me.isFirst()) {
            throw new AssertionError(stuck);
        }
    }

    private void handOver() {
        ScheduledThread me = (ScheduledThread) Thread.currentThread();
        ScheduledThread next = choose();
        if (!next.equals(me)) {
            next.resume();
            me.pause();
        }
    }

    private ScheduledThread choose() {
        while (true) {
            int ready = 0;
            long earliest = NEVER;
            for (ScheduledThread thread : threads) {
                if (thread.isReady(nanos)) {
                    ready++;
                } else {
                    earliest = Math.min(earliest, thread.untilNanos());
                }
            }
            if (ready > 0) {
                ScheduledThread chosen = nth(ready == 1 ? 0 : random.nextInt(ready));
                trace = trace * 31 + chosen.number() + nanos;
                return chosen;
            }
            if (earliest == NEVER) {
                stuck = "every thread waits for another: " + threads;
                return threads.getFirst();
            }
            nanos = earliest;
        }
    }

    private ScheduledThread nth(int number) {
        int left = number;
        for (ScheduledThread thread : threads) {
            if (thread.isReady(nanos) && left-- == 0) {
                return thread;
            }
        }
        throw new IllegalStateException("no thread number " + number);
    }

    /// Answers the thread's number; the first has 0.
    int add(ScheduledThread thread) {
        threads.add(thread);
        return started++;
    }

    /// The calling thread has ended.
    void end(ScheduledThread thread, @Nullable Throwable cause) {
        threads.remove(thread);
        if (cause != null && uncaught == null) {
            uncaught = cause;
        }
        if (!thread.isFirst() && !threads.isEmpty()) {
            choose().resume();
        }
    }
}
