package io.ttdust.cli.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How fast a producer sends. For one thread.
public final class Pace {

    private final double nanosPerRecord;
    private long due;

    private Pace(double nanosPerRecord) {
        this.nanosPerRecord = nanosPerRecord;
    }

    /// As fast as answers come.
    public static Pace unlimited() {
        return new Pace(0);
    }

    /// At most so many records a second. What was missed while the server was away is not caught up.
    public static Pace perSecond(double records) {
        if (!(records > 0)) {
            throw new IllegalArgumentException("records per second must be positive: " + records);
        }
        return new Pace(TimeUnit.SECONDS.toNanos(1) / records);
    }

    /// Waits until `records` more may be sent.
    void await(int records) {
        if (nanosPerRecord == 0) {
            return;
        }
        long now = System.nanoTime();
        if (due == 0 || now - due > TimeUnit.SECONDS.toNanos(1)) {
            due = now;
        }
        while (due - now > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(due - now);
            now = System.nanoTime();
        }
        due += (long) (records * nanosPerRecord);
    }
}
