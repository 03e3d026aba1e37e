package io.ttdust.adapters.wal.retention;

import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.adapters.wal.segment.Spares;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.storage.Checkpoint;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Keeps of the log what is not flushed, not archived or pinned, and as much of the rest as there is room for
/// and was asked for, and releases the segments before.
///
/// A release takes three steps: the segments leave the catalog and the index, so that no read begins in them; the
/// log's start is made durable, so that they are not missed at the next start; their files become spares. The disk
/// works in the thread of whoever told of the flush, or closed the pin, never in the committer's. Killed
/// anywhere, or failed, it is done again at the next start, or the next call. Safe for use by several threads.
public final class Retention implements LogBacklog, Closeable {

    /// A reader that takes longer is not waited for.
    private static final long PIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SegmentCatalog segments;
    private final LogIndex index;
    private final Spares spares;
    private final LogStart start;
    private final LongSupplier nanoTime;
    private final long retainBytes;
    private final BooleanSupplier roomy;
    private final LongSupplier unarchived;

    /// Guards pins, and that no segment leaves the catalog while one is taken. Never held during I/O.
    private final ReentrantLock lock = new ReentrantLock();

    private final List<Pin> pins = new ArrayList<>();

    /// One release at a time; taken before the other lock.
    private final ReentrantLock releasing = new ReentrantLock();

    private final Deque<Long> released = new ArrayDeque<>();
    private boolean closed;

    /// @param start of the log as it lies in its files
    /// @param nanoTime a monotonic clock
    /// @param retainBytes of the newest log are kept though nobody needs them, while `roomy` says so
    /// @param roomy asked under the lock that readers take, so it must be quick
    /// @param unarchived the LSN from which on the log is to be archived yet; asked under the same lock
    public Retention(
            SegmentCatalog segments,
            LogIndex index,
            Spares spares,
            LogStart start,
            LongSupplier nanoTime,
            long retainBytes,
            BooleanSupplier roomy,
            LongSupplier unarchived) {
        this.segments = segments;
        this.index = index;
        this.spares = spares;
        this.start = start;
        this.nanoTime = nanoTime;
        this.retainBytes = retainBytes;
        this.roomy = roomy;
        this.unarchived = unarchived;
    }

    /// Keeps the segments there are now until the pin is closed or 60 s old.
    ///
    /// @param horizon asked once, when they are kept
    public LogPin pin(Supplier<Horizon> horizon) {
        lock.lock();
        try {
            Pin pin = new Pin(segments.first(), nanoTime.getAsLong(), horizon.get());
            pins.add(pin);
            return pin;
        } finally {
            lock.unlock();
        }
    }

    private final class Pin implements LogPin {

        private final long base;
        private final long takenNanos;
        private final Horizon horizon;

        Pin(long base, long takenNanos, Horizon horizon) {
            this.base = base;
            this.takenNanos = takenNanos;
            this.horizon = horizon;
        }

        @Override
        public Horizon horizon() {
            return horizon;
        }

        @Override
        public boolean isHeld() {
            return holds(this);
        }

        @Override
        public void close() {
            if (unpin(this)) {
                try {
                    release();
                } catch (IOException e) {
                    // The reader has its answer; whoever tells of the next flush tries again, and hears of it.
                    return;
                }
            }
        }
    }

    /// An old pin may still be in the list, when nothing was to be released since; its age alone says that it is
    /// over.
    private boolean holds(Pin pin) {
        lock.lock();
        try {
            return pins.contains(pin) && !isOld(pin, nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOld(Pin pin, long now) {
        return now - pin.takenNanos >= PIN_NANOS;
    }

    /// Answers whether something can be released without `pin`.
    private boolean unpin(Pin pin) {
        lock.lock();
        try {
            return pins.remove(pin) && !isFirstKept() && keptFrom() != segments.first();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the oldest segment stays for a reason that shows without a look at every partition, which a pin's
    /// end, and so every query's, mostly need not take: it is the newest one as well, or another pin holds it.
    private boolean isFirstKept() {
        long first = segments.first();
        if (segments.last() == first) {
            return true;
        }
        for (Pin other : pins) {
            if (other.base == first) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<PartitionBacklog> backlog() {
        return index.backlog(segments.secondBase());
    }

    @Override
    public long unflushedBytes() {
        return index.unflushedBytes();
    }

    /// As the port says; blocks on the disk when there is something to release.
    ///
    /// @throws StorageException if the disk failed; the log works on, and the next call tries again
    @Override
    public void flushed(List<Checkpoint> checkpoints) {
        for (Checkpoint checkpoint : checkpoints) {
            long end = endOffset(checkpoint);
            if (checkpoint.offset() > end) {
                throw new IllegalArgumentException(
                        "%s is beyond the partition's end offset %d".formatted(checkpoint, end));
            }
        }
        for (Checkpoint checkpoint : checkpoints) {
            PartitionIndex partition = index.find(checkpoint.stream(), checkpoint.partition());
            if (partition != null) {
                partition.flushedTo(checkpoint.offset());
            }
        }
        try {
            release();
        } catch (IOException e) {
            throw new StorageException("cannot release what is flushed of the log: " + e.getMessage(), e);
        }
    }

    private long endOffset(Checkpoint checkpoint) {
        PartitionIndex partition = index.find(checkpoint.stream(), checkpoint.partition());
        return partition == null ? 0 : partition.endOffset();
    }

    /// Releases what can be. An interrupt of the calling thread is put off until it is done.
    public void release() throws IOException {
        boolean interrupted = Thread.interrupted();
        releasing.lock();
        try {
            if (!closed) {
                forget();
                giveBack();
            }
        } finally {
            releasing.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void forget() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            pins.removeIf(pin -> isOld(pin, now));
            long base = keptFrom();
            if (base != segments.first()) {
                released.addAll(segments.dropBefore(base));
                index.forget(base);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Base of the oldest segment that somebody needs; the newest one is always kept. That one is looked up first:
    /// frames that the index does not have yet lie in it, or come later.
    private long keptFrom() {
        long needed = segments.last();
        needed = Math.min(needed, index.neededLsn());
        needed = Math.min(needed, unarchived.getAsLong());
        for (Pin pin : pins) {
            needed = Math.min(needed, pin.base);
        }
        if (retainBytes > 0 && roomy.getAsBoolean()) {
            needed = Math.min(needed, segments.last() - retainBytes);
        }
        return segments.baseOf(Math.max(needed, segments.first()));
    }

    private void giveBack() throws IOException {
        if (!released.isEmpty()) {
            if (start.lsn() < segments.start()) {
                start.moveTo(segments.start());
            }
            for (Long base = released.peek(); base != null; base = released.peek()) {
                spares.recycle(SegmentCatalog.name(base));
                released.remove();
            }
        }
    }

    /// Waits for a release under way; from now on nothing touches the files.
    @Override
    public void close() {
        releasing.lock();
        try {
            closed = true;
        } finally {
            releasing.unlock();
        }
    }
}
