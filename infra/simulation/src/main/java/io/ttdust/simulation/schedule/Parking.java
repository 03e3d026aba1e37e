package io.ttdust.simulation.schedule;

/// What stands in for [java.util.concurrent.locks.LockSupport], for the waiting methods of [Thread] and for
/// [System#nanoTime] in code under test.
public final class Parking {

    private Parking() {}

    /// As `LockSupport.park`.
    public static void park(Object blocker) {
        parkUntil(Long.MAX_VALUE);
    }

    /// As `LockSupport.parkNanos`.
    public static void parkNanos(Object blocker, long nanos) {
        long now = Schedule.current().nanoTime();
        parkUntil(nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos);
    }

    private static void parkUntil(long nanos) {
        ScheduledThread me = (ScheduledThread) Thread.currentThread();
        if (!me.hasPermit()) {
            me.schedule().block(me::hasPermit, nanos);
        }
        me.takePermit();
    }

    /// As `LockSupport.unpark`.
    public static void unpark(Thread thread) {
        ((ScheduledThread) thread).permit();
    }

    /// As `Thread.onSpinWait`.
    public static void onSpinWait() {
        Schedule.current().spin();
    }

    /// As `System.nanoTime`.
    public static long nanoTime() {
        return Schedule.current().nanoTime();
    }

    /// Waits until `thread` has ended.
    public static void join(Thread thread) {
        ScheduledThread ending = (ScheduledThread) thread;
        Schedule.current().await(ending::hasEnded);
    }
}
