package io.ttdust.simulation.schedule;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A [ReentrantLock] for the threads of one [Schedule], with those methods that code under test uses.
public final class ScheduledLock extends ReentrantLock {

    private static final long serialVersionUID = 1L;

    private transient @Nullable Thread owner;
    private transient int holds;

    @Override
    public void lock() {
        Schedule schedule = Schedule.current();
        schedule.point();
        take(schedule);
    }

    private void take(Schedule schedule) {
        Thread me = Thread.currentThread();
        if (owner != null && !owner.equals(me)) {
            schedule.await(() -> owner == null);
        }
        owner = me;
        holds++;
    }

    @Override
    public void unlock() {
        holds--;
        if (holds == 0) {
            owner = null;
        }
    }

    @Override
    public boolean tryLock() {
        throw new UnsupportedOperationException("tryLock");
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("tryLock");
    }

    @Override
    public void lockInterruptibly() {
        throw new UnsupportedOperationException("lockInterruptibly");
    }

    @Override
    public Condition newCondition() {
        return new Waiters();
    }

    private final class Waiters implements Condition {

        private final List<Waiter> waiting = new ArrayList<>();

        @Override
        public void awaitUninterruptibly() {
            standBy(Long.MAX_VALUE);
        }

        @Override
        public long awaitNanos(long nanos) {
            long until = Schedule.current().nanoTime() + nanos;
            standBy(until);
            return until - Schedule.current().nanoTime();
        }

        private void standBy(long until) {
            Schedule schedule = Schedule.current();
            Waiter me = new Waiter();
            waiting.add(me);
            int held = holds;
            holds = 0;
            owner = null;
            schedule.block(() -> me.signalled, until);
            waiting.remove(me);
            take(schedule);
            holds = held;
        }

        @Override
        public void signal() {
            waiting.stream()
                    .filter(waiter -> !waiter.signalled)
                    .findFirst()
                    .ifPresent(waiter -> waiter.signalled = true);
        }

        @Override
        public void signalAll() {
            waiting.forEach(waiter -> waiter.signalled = true);
        }

        @Override
        public void await() {
            throw new UnsupportedOperationException("await");
        }

        @Override
        public boolean await(long time, TimeUnit unit) {
            throw new UnsupportedOperationException("await");
        }

        @Override
        public boolean awaitUntil(Date deadline) {
            throw new UnsupportedOperationException("awaitUntil");
        }
    }

    private static final class Waiter {

        private boolean signalled;
    }
}
