package io.ttdust.benchmarks.measure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How late this machine wakes a thread that sleeps for a millisecond, over and over until stopped. Every latency with
/// hand-overs between threads in it is a sum of such delays. They grow where other machines take from the cores, and
/// with the work that the measured program itself does meanwhile.
public final class WakeUps {

    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Latencies latencies = new Latencies();
    private final Thread thread = new Thread(this::run, "wake-ups");
    private volatile boolean stopped;

    private WakeUps() {}

    /// Begins to sleep and wake.
    public static WakeUps start() {
        WakeUps wakeUps = new WakeUps();
        wakeUps.thread.setDaemon(true);
        wakeUps.thread.start();
        return wakeUps;
    }

    private void run() {
        do {
            long due = System.nanoTime() + SLEEP_NANOS;
            for (long left = SLEEP_NANOS; left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            latencies.add(System.nanoTime() - due);
        } while (!stopped);
    }

    /// Ends, and gives how late the thread woke each time; at least once.
    public Latencies stop() throws InterruptedException {
        stopped = true;
        thread.join();
        return latencies;
    }
}
