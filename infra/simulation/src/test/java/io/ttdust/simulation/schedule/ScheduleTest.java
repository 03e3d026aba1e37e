package io.ttdust.simulation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScheduleTest {

    /// The order in which three threads take ten turns each under one lock.
    private static List<Integer> turns(long seed) throws Exception {
        return Schedule.run(seed, () -> {
            List<Integer> turns = new ArrayList<>();
            ScheduledLock lock = new ScheduledLock();
            List<ScheduledThread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                threads.add(new ScheduledThread(() -> takeTen(turns, lock, number), "thread-" + i));
            }
            threads.forEach(Thread::start);
            threads.forEach(Parking::join);
            return turns;
        });
    }

    private static void takeTen(List<Integer> turns, ScheduledLock lock, int number) {
        for (int i = 0; i < 10; i++) {
            under(lock, () -> {
                Schedule.current().point();
                turns.add(number);
            });
        }
    }

    private static void under(ScheduledLock lock, Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void aSeedRepeatsAndOthersDiffer() throws Exception {
        Set<List<Integer>> orders = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            assertThat(turns(seed)).as("seed %d", seed).hasSize(30).isEqualTo(turns(seed));
            orders.add(turns(seed));
        }
        assertThat(orders).hasSizeGreaterThan(5);
    }

    @Test
    void nobodyEntersWhileAnotherHoldsTheLock() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            int inside = Schedule.run(seed, () -> {
                ScheduledLock lock = new ScheduledLock();
                int[] holders = new int[2];
                Runnable enter = () -> under(lock, () -> {
                    holders[0]++;
                    holders[1] = Math.max(holders[1], holders[0]);
                    Schedule.current().pass(10_000);
                    holders[0]--;
                });
                ScheduledThread other = new ScheduledThread(enter, "other");
                other.start();
                enter.run();
                Parking.join(other);
                return holders[1];
            });
            assertThat(inside).as("seed %d", seed).isEqualTo(1);
        }
    }

    @Test
    void aWaitForATimeEndsWhenEverybodyWaits() throws Exception {
        long waited = Schedule.run(1, () -> {
            long start = Parking.nanoTime();
            Parking.parkNanos("nobody", 1_000_000);
            return Parking.nanoTime() - start;
        });
        assertThat(waited).isBetween(1_000_000L, 1_010_000L);
    }

    @Test
    void aSignalWakesWhoeverWaits() throws Exception {
        boolean woken = Schedule.run(1, () -> {
            ScheduledLock lock = new ScheduledLock();
            Condition condition = lock.newCondition();
            boolean[] ready = new boolean[1];
            Runnable wake = () -> under(lock, () -> {
                ready[0] = true;
                condition.signalAll();
            });
            ScheduledThread waker = new ScheduledThread(wake, "waker");
            waker.start();
            under(lock, () -> {
                while (!ready[0]) {
                    condition.awaitUninterruptibly();
                }
            });
            Parking.join(waker);
            return ready[0];
        });
        assertThat(woken).isTrue();
    }

    @Test
    void threadsThatWaitForEachOtherAreFoundOut() {
        assertThatThrownBy(() -> Schedule.run(1, () -> {
                    Schedule.current().await(() -> false);
                    return 1;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("every thread waits");
    }

    @Test
    void aThreadThatDiesOfAnExceptionIsFoundOut() {
        assertThatThrownBy(() -> Schedule.run(1, () -> {
                    ScheduledThread dying = new ScheduledThread(
                            () -> {
                                throw new IllegalStateException("broken");
                            },
                            "dying");
                    dying.start();
                    Parking.join(dying);
                    return 1;
                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("broken");
    }

    @Test
    void aRunThatDoesNotEndIsFoundOut() {
        assertThatThrownBy(() -> Schedule.run(1, () -> {
                    while (true) {
                        Schedule.current().point();
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not end");
    }

    @Test
    void outsideOfAScheduleNothingRuns() {
        assertThatThrownBy(() -> new ScheduledLock().lock())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not scheduled");
    }
}
