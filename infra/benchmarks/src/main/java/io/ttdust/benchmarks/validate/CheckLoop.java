package io.ttdust.benchmarks.validate;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Repeats one piece of work for a while and says what a single time cost. For one thread.
final class CheckLoop {

    private static final int CHUNK = 32;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Adds up what the work answers, so that none of it can be left out.
    private long sink;

    /// One turn.
    ///
    /// @param allocatedBytes by this thread, on the heap
    record Turn(long times, long nanos, long allocatedBytes) {

        double nanosEach() {
            return (double) nanos / times;
        }

        double bytesEach() {
            return (double) allocatedBytes / times;
        }

        double perSecond() {
            return times * 1e9 / nanos;
        }
    }

    /// Work that answers with a number.
    @FunctionalInterface
    interface Work {
        int once();
    }

    /// Looks at `payload` for `span` at least, in one session of `contender`.
    Turn run(Contender contender, byte[] payload, Duration span) {
        try (Contender.Session session = contender.open()) {
            return run(() -> session.look(payload), span);
        }
    }

    /// Works for `span` at least, in chunks.
    Turn run(Work work, Duration span) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        long now = start;
        long times = 0;
        while (now - start < span.toNanos()) {
            for (int i = 0; i < CHUNK; i++) {
                sink += work.once();
            }
            times += CHUNK;
            now = System.nanoTime();
        }
        return new Turn(times, now - start, THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }

    /// The same by several threads at once, each in a session of its own.
    ///
    /// @return how often in a second, all together
    static double perSecond(int threads, Contender contender, byte[] payload, Duration span)
            throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Turn>> turns = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                turns.add(pool.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return new CheckLoop().run(contender, payload, span);
                }));
            }
            double sum = 0;
            for (Future<Turn> turn : turns) {
                sum += turn.get().perSecond();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    long sink() {
        return sink;
    }
}
