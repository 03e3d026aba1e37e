package io.ttdust.bootstrap.node;

import io.ttdust.application.flush.DeleteAbandoned;
import io.ttdust.application.flush.FlushPartitions;
import io.ttdust.application.flush.FlushReport;
import io.ttdust.application.flush.FlushSchedule;
import io.ttdust.application.flush.SupersededException;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.pressure.FlushPace;
import io.ttdust.application.pressure.UnflushedBound;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Flushes what is due, on a thread of its own, for as long as the node runs, and whatever is left when it stops.
///
/// While a store is away it tries again, at first every half second and later every five: nothing is lost
/// meanwhile, as records stay in the log until their files are committed.
final class Flusher {

    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long RETRY_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long RETRY_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);
    private static final long TIDY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final FlushReport NOTHING = new FlushReport(0, 0, 0, 0, List.of());

    private final LogBacklog backlog;
    private final FlushSchedule schedule;
    private final FlushPartitions flushPartitions;
    private final DeleteAbandoned deleteAbandoned;
    private final UnflushedBound unflushed;
    private final FlushPace pace;
    private final BiConsumer<FlushReport, Duration> meter;
    private final LongSupplier nanoTime;
    private final Runnable onBroken;
    private final Thread observer = new Thread(this::observe, "backlog-observer");
    /// Whether it was said that the backlog is near its bound; used by the observer alone.
    private boolean warned;

    private volatile boolean observing = true;
    private final Thread thread = new Thread(this::run, "flusher");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    private boolean stopped;
    private long retryNanos = RETRY_NANOS_MIN;
    private long nextTidy;
    private volatile @Nullable RuntimeException failure;

    /// @param meter told of every round and how long it took
    /// @param nanoTime a monotonic clock
    /// @param onBroken told when another start of the node has taken over, or flushing can never work again; the
    ///     process should end
    Flusher(
            LogBacklog backlog,
            FlushSchedule schedule,
            FlushPartitions flushPartitions,
            DeleteAbandoned deleteAbandoned,
            UnflushedBound unflushed,
            FlushPace pace,
            BiConsumer<FlushReport, Duration> meter,
            LongSupplier nanoTime,
            Runnable onBroken) {
        this.backlog = backlog;
        this.schedule = schedule;
        this.flushPartitions = flushPartitions;
        this.deleteAbandoned = deleteAbandoned;
        this.unflushed = unflushed;
        this.pace = pace;
        this.meter = meter;
        this.nanoTime = nanoTime;
        this.nextTidy = nanoTime.getAsLong();
        this.onBroken = onBroken;
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> {
            LOG.error("the flusher died of a defect; the process ends so that a restart goes on", e);
            onBroken.run();
        });
    }

    void start() {
        observer.setDaemon(true);
        observer.start();
        thread.start();
    }

    /// Why the last attempt to flush failed; null when it did not.
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    private void run() {
        long wait = LOOK_NANOS;
        while (awaitUnlessStopped(wait)) {
            wait = flushOnce();
        }
    }

    /// One look at what is due, and a round of it; what the thread does again and again. Answers how many
    /// nanoseconds to wait until the next look.
    long flushOnce() {
        try {
            List<PartitionBacklog> due = schedule.due(backlog.backlog(), nanoTime.getAsLong());
            FlushReport report = NOTHING;
            if (!due.isEmpty() || flushPartitions.isUnderWay()) {
                report = flush(due);
            }
            if (!report.failures().isEmpty()) {
                long wait = failed(report.failures().getFirst());
                schedule.failed(report.failures(), nanoTime.getAsLong() + wait);
            } else if (!schedule.hasFailed()) {
                succeeded();
            }
            return report.files() > 0 ? 0 : LOOK_NANOS;
        } catch (SupersededException e) {
            LOG.error("another start of this node has taken over; this one ends", e);
            onBroken.run();
            return RETRY_NANOS_MAX;
        } catch (RuntimeException e) { // supervisor of a background loop: whatever failed is tried again
            pace.suspend();
            return failed(e);
        } finally {
            tidy();
        }
    }

    /// Also while flushing fails, lest what it leaves behind fills the store; but not while a commit is undecided,
    /// whose rows must stay as they are.
    private void tidy() {
        if (flushPartitions.isUndecided() || nanoTime.getAsLong() - nextTidy < 0) {
            return;
        }
        nextTidy = nanoTime.getAsLong() + TIDY_NANOS;
        try {
            deleteAbandoned.delete();
        } catch (StorageException e) {
            LOG.atDebug().addKeyValue("event", "tidy.failed").log("{}", e.getMessage());
        }
    }

    /// On a thread of its own, as a round takes seconds.
    private void observe() {
        while (observing) {
            try {
                List<PartitionBacklog> all = backlog.backlog();
                unflushed.observe(all);
                pace.observe(all);
                warnWhenNear();
            } catch (RuntimeException e) { // supervisor of a background loop: the next look may go well
                LOG.debug("looking at the backlog failed", e);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void warnWhenNear() {
        boolean near = unflushed.isNear();
        if (near && !warned) {
            LOG.atWarn()
                    .addKeyValue("event", "backlog.warning")
                    .addKeyValue("bytes", unflushed.unflushedBytes())
                    .addKeyValue("bytesMax", unflushed.bytesMax())
                    .log("much of the log waits to come into files; producers get less credit until it is less");
        } else if (warned && !near) {
            LOG.atInfo().addKeyValue("event", "backlog.normal").log("producers get their full credit again");
        }
        warned = near;
    }

    private FlushReport flush(List<PartitionBacklog> due) {
        boolean resumed = flushPartitions.isUndecided();
        long started = nanoTime.getAsLong();
        FlushReport report = flushPartitions.flush(due);
        long nanos = nanoTime.getAsLong() - started;
        meter.accept(report, Duration.ofNanos(nanos));
        if (report.files() > 0 && !resumed) { // else the files were made in an earlier round, and their time with them
            pace.flushed(report.payloadBytes(), nanos);
        }
        log(report);
        return report;
    }

    private void succeeded() {
        if (failure != null) {
            LOG.atInfo().addKeyValue("event", "flush.recovered").log("flushing works again");
        }
        failure = null;
        retryNanos = RETRY_NANOS_MIN;
    }

    private long failed(RuntimeException e) {
        if (failure == null) {
            LOG.atWarn()
                    .addKeyValue("event", "flush.failed")
                    .setCause(e instanceof StorageException ? null : e)
                    .log("flushing failed and is tried again; records stay in the log meanwhile: {}", e.getMessage());
        }
        failure = e;
        long wait = retryNanos;
        retryNanos = Math.min(RETRY_NANOS_MAX, retryNanos * 2);
        return wait;
    }

    private static void log(FlushReport report) {
        if (report.files() > 0) {
            LOG.atDebug()
                    .addKeyValue("event", "flush.committed")
                    .addKeyValue("files", report.files())
                    .addKeyValue("records", report.records())
                    .addKeyValue("bytes", report.bytes())
                    .log("records are in files");
        }
    }

    /// Whether to go on.
    private boolean awaitUnlessStopped(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!stopped && left > 0) {
                left = stopping.awaitNanos(left);
            }
            return !stopped;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows this thread but its owner, who does not interrupt it", e);
        } finally {
            lock.unlock();
        }
    }

    /// Stops, then flushes what is left, as far as `grace` allows. What is not flushed then stays in the log.
    void close(Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        observing = false;
        lock.lock();
        try {
            stopped = true;
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
        if (!thread.isAlive() || thread.join(grace)) {
            flushRest(deadline);
        }
    }

    private void flushRest(long deadline) {
        try {
            List<PartitionBacklog> left = backlog.backlog();
            while ((!left.isEmpty() || flushPartitions.isUnderWay()) && System.nanoTime() - deadline < 0) {
                FlushReport report = flush(left);
                if (report.files() == 0) {
                    return;
                }
                left = backlog.backlog();
            }
        } catch (StorageException | SupersededException e) {
            LOG.atInfo()
                    .addKeyValue("event", "flush.left")
                    .log("not everything could be flushed; the rest stays in the log: {}", e.getMessage());
        } finally {
            flushPartitions.close();
        }
    }
}
