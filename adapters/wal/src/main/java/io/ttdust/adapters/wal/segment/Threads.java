package io.ttdust.adapters.wal.segment;

/// Waiting for the log's own threads.
public final class Threads {

    private Threads() {}

    /// Waits until `thread` has ended, also on an interrupted thread, whose interrupt stays set.
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
