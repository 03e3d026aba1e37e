package io.ttdust.adapters.wal.story;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Threads run as they like; only the monotonic clock is in the story's hand.
public final class RealThreads implements Surroundings {

    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long POLL_NANOS = 10_000;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public void pass(long more) {
        nanos.addAndGet(more);
    }

    @Override
    public void await(BooleanSupplier happened) {
        long start = System.nanoTime();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() - start > WAIT_NANOS) {
                throw new AssertionError("nothing happened for 30 s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public void together(List<Runnable> tasks) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tasks.forEach(threads::execute);
        }
    }

    @Override
    public void operation() {}

    @Override
    public boolean ownsTime() {
        return false;
    }
}
