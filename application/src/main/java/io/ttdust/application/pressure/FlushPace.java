package io.ttdust.application.pressure;

import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Takes records about as fast as they come into files, once much of the log waits for that: on a machine without
/// idle cores, taking records would else leave nothing to the flush, and files would fall behind for as long as the
/// load lasts. Nothing is refused; a request waits its turn, at most a second. Safe for all threads.
///
/// Requests that wait are in memory, so together they hold at most [#PARKED_BYTES_MAX]; whoever comes beyond that
/// does not wait, and [Backpressure] decides whether there is room for it.
///
/// While flushing fails there is no pace: then the log takes what comes, up to [UnflushedBound].
public final class FlushPace {

    private static final long WAIT_MAX_NANOS = Duration.ofSeconds(1).toNanos();

    /// Enough for the largest request, and small beside the 64 MiB that the front doors hold at most.
    private static final long PARKED_BYTES_MAX = 16 << 20;

    private static final long LEARNT_BYTES_MIN = 1 << 20;

    /// Of two measured speeds the newer one counts so much.
    private static final double NEWER_SHARE = 0.5;

    private final LogBacklog backlog;
    private final long freeBytes;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong parkedBytes = new AtomicLong();
    private volatile double bytesPerNano;
    private volatile Set<StreamId> heavy = Set.of();
    private long nextNanos;

    /// @param freeBytes of the log may wait before anybody does; 0 for no pace at all
    /// @param nanoTime a monotonic clock
    public FlushPace(LogBacklog backlog, long freeBytes, LongSupplier nanoTime) {
        this.backlog = backlog;
        this.freeBytes = freeBytes;
        this.nanoTime = nanoTime;
        this.nextNanos = nanoTime.getAsLong();
    }

    /// `bytes` came into files within `nanos`. Of a few bytes nothing is learned.
    public void flushed(long bytes, long nanos) {
        if (bytes < LEARNT_BYTES_MIN) {
            return;
        }
        double measured = (double) bytes / Math.max(1, nanos);
        bytesPerNano = bytesPerNano == 0 ? measured : NEWER_SHARE * measured + (1 - NEWER_SHARE) * bytesPerNano;
    }

    /// Flushing fails: nobody waits until it works again.
    public void suspend() {
        bytesPerNano = 0;
    }

    /// Looks at who has how much waiting; to be called several times a second.
    public void observe(List<PartitionBacklog> partitions) {
        if (freeBytes == 0) {
            return;
        }
        heavy = HeavyStreams.of(partitions, backlog.unflushedBytes());
    }

    /// Waits until `bytes` more of payload may be taken of `stream`. Streams with less than half of their share
    /// of what waits, were it divided evenly, do not wait for the others.
    void await(StreamId stream, long bytes) {
        double speed = speed();
        if (speed == 0 || !heavy.contains(stream)) {
            return;
        }
        long wait = turn((long) (bytes / speed));
        if (wait > 0) {
            park(bytes, wait);
        }
    }

    private void park(long bytes, long nanos) {
        try {
            if (parkedBytes.addAndGet(bytes) <= PARKED_BYTES_MAX) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            parkedBytes.addAndGet(-bytes);
        }
    }

    /// Bytes per nanosecond that may be taken now; 0 for any number. A little more than is flushed where the free
    /// bytes are just used up, half of it at twice as many, so that the backlog settles between.
    private double speed() {
        double flushed = bytesPerNano;
        if (flushed == 0 || freeBytes == 0) {
            return 0;
        }
        double fill = (double) backlog.unflushedBytes() / freeBytes;
        return fill <= 1 ? 0 : flushed * Math.max(0.5, 1.7 - 0.6 * fill);
    }

    /// Takes a turn of `cost` nanoseconds behind those taken before; answers how long it is until then.
    private long turn(long cost) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            long start = Math.max(now, nextNanos);
            nextNanos = Math.min(start + cost, now + 2 * WAIT_MAX_NANOS);
            return Math.min(start - now, WAIT_MAX_NANOS);
        } finally {
            lock.unlock();
        }
    }
}
