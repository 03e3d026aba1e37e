package io.ttdust.simulation.schedule;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A thread that runs only when it is its turn in a [Schedule].
///
/// Beside the turn, which is handed from thread to thread, its fields belong to the thread whose turn it is.
public final class ScheduledThread extends Thread {

    private final Schedule schedule;
    private final Runnable task;
    private volatile boolean turn;
    private int number;
    private @Nullable BooleanSupplier happened;
    private long untilNanos = Long.MAX_VALUE;
    private boolean permit;
    private boolean ended;

    /// As `new Thread(task, name)`, in the schedule of the calling thread.
    public ScheduledThread(Runnable task, String name) {
        this(Schedule.current(), task, name);
    }

    ScheduledThread(Schedule schedule, Runnable task, String name) {
        super(null, null, name);
        this.schedule = schedule;
        this.task = task;
        setDaemon(true);
    }

    Schedule schedule() {
        return schedule;
    }

    @Override
    public void start() {
        number = schedule.add(this);
        super.start();
    }

    @Override
    public void run() {
        pause();
        Throwable cause = null;
        try {
            task.run();
        } catch (RuntimeException | Error e) { // whoever runs the schedule hears of it
            cause = e;
        }
        ended = true;
        schedule.end(this, cause);
    }

    int number() {
        return number;
    }

    boolean isFirst() {
        return number == 0;
    }

    boolean hasEnded() {
        return ended;
    }

    /// @param condition null for nothing
    void waitFor(@Nullable BooleanSupplier condition, long nanos) {
        happened = condition;
        untilNanos = nanos;
    }

    boolean isReady(long now) {
        return happened == null || now >= untilNanos || happened.getAsBoolean();
    }

    long untilNanos() {
        return untilNanos;
    }

    /// Makes the next park return at once, or the one under way.
    void permit() {
        permit = true;
    }

    boolean hasPermit() {
        return permit;
    }

    void takePermit() {
        permit = false;
    }

    /// Gives this thread the turn; the caller stops at once.
    void resume() {
        turn = true;
        LockSupport.unpark(this);
    }

    void pause() {
        while (!turn) {
            LockSupport.park(this);
        }
        turn = false;
    }
}
