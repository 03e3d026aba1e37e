package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.format.FrameEncoder;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where batches wait for their commit: two buffers, of which producers fill one while the committer writes the other.
///
/// A frame that no such buffer can hold gets one of its own, one at a time; it waits only for an earlier one like it.
/// So the space is bounded, and nobody waits for space that cannot come.
///
/// Offsets, receive times and places in the log are given under one lock, hence in one order.
final class Staging {

    private final InstantSource clock;
    private final FrameEncoder encoder;
    private final int frameBytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<StagingBuffer> free = new ArrayDeque<>();
    private final ArrayDeque<StagingBuffer> sealed = new ArrayDeque<>();
    private @Nullable Thread committer;
    private @Nullable StagingBuffer active;
    private @Nullable StagingBuffer inFlight;
    private boolean largeTaken;
    private int waiting;
    private long lastMicros;
    private long durableMicros;
    private long durableEnd;
    private volatile boolean hasWork;
    private volatile boolean closing;
    private volatile @Nullable StorageException failure;

    /// @param bytes of both buffers together
    /// @param lastMicros the latest receive time already given
    /// @param durableEnd where the log can be read up to now
    Staging(InstantSource clock, FrameEncoder encoder, int bytes, long lastMicros, long durableEnd) {
        this.clock = clock;
        this.encoder = encoder;
        this.lastMicros = lastMicros;
        this.durableMicros = lastMicros;
        this.durableEnd = durableEnd;
        free.add(new StagingBuffer(bytes / 2, false));
        free.add(new StagingBuffer(bytes / 2, false));
        this.frameBytesMax = free.element().roomBytes();
    }

    /// Gives `batch` its place; waits while there is no room.
    ///
    /// @return null if `condition` does not hold once there is room
    /// @throws IllegalArgumentException if the batch is more than the log can hold
    /// @throws StorageException if the log is closed or poisoned
    @Nullable
    CompletableFuture<Appended> append(
            PartitionIndex index, int schemaVersion, RecordBatch batch, AppendCondition condition) {
        PendingAppend append = new PendingAppend(index, schemaVersion, batch, encoder);
        lock.lock();
        try {
            StagingBuffer target = awaitRoom(append.length());
            ByteBuffer bytes = target.bytes();
            int position = bytes.position();
            long micros = Math.max(clockMicros(), lastMicros + 1);
            boolean staged = false;
            try {
                if (!condition.holds()) {
                    return null;
                }
                append.place(index.stagedEnd(), micros, bytes, encoder);
                target.add(append);
                staged = true;
            } finally {
                if (!staged && target.isLarge()) {
                    target.free();
                } else if (!staged) {
                    bytes.position(position);
                }
            }
            if (target.isLarge()) {
                largeTaken = true;
                sealed.add(target);
            }
            lastMicros = micros;
            index.stageUpTo(append.endOffset(), append.length());
            hasWork = true;
            return append;
        } finally {
            lock.unlock();
        }
    }

    private StagingBuffer awaitRoom(int length) {
        while (true) {
            refuseUnlessOpen();
            StagingBuffer target = length > frameBytesMax ? large(length) : small(length);
            if (target != null) {
                return target;
            }
            if (Thread.currentThread().equals(committer)) {
                throw new IllegalStateException("an append that waits, by a dependent of an append's future");
            }
            waiting++;
            room.awaitUninterruptibly();
            waiting--;
        }
    }

    /// Throws where nothing can be appended any more.
    void refuseUnlessOpen() {
        StorageException cause = failure;
        if (cause != null) {
            throw new StorageException("the log takes nothing more after a failure: " + cause.getMessage(), cause);
        }
        if (closing) {
            throw new StorageException("the log is closed");
        }
    }

    private @Nullable StagingBuffer small(int length) {
        if (active != null && active.roomBytes() < length) {
            seal();
        }
        if (active == null) {
            active = free.poll();
        }
        return active;
    }

    /// What was staged before a large frame must be committed before it.
    private @Nullable StagingBuffer large(int length) {
        if (largeTaken) {
            return null;
        }
        StagingBuffer own = new StagingBuffer(length, true);
        seal();
        return own;
    }

    private void seal() {
        if (active != null && !active.isEmpty()) {
            sealed.add(active);
            active = null;
        }
    }

    private long clockMicros() {
        return Micros.of(clock.instant());
    }

    /// How far the log can be read now. When nothing is on its way to the disk, time up to now is closed: whatever
    /// comes later gets a later receive time.
    Horizon horizon() {
        lock.lock();
        try {
            boolean allDurable = inFlight == null && sealed.isEmpty() && (active == null || active.isEmpty());
            if (allDurable && failure == null) {
                lastMicros = Math.max(clockMicros(), lastMicros);
                durableMicros = lastMicros;
            }
            return new Horizon(durableEnd, durableMicros);
        } finally {
            lock.unlock();
        }
    }

    /// The latest time that a commit without frames may carry.
    long heldMicros() {
        lock.lock();
        try {
            return Math.max(clockMicros(), lastMicros);
        } finally {
            lock.unlock();
        }
    }

    /// Names the thread that must never wait for room, as nobody else would make any.
    void servedBy(Thread newCommitter) {
        committer = newCommitter;
    }

    boolean hasWork() {
        return hasWork;
    }

    boolean isClosing() {
        return closing;
    }

    /// What broke the log; null while it works.
    @Nullable
    StorageException failure() {
        return failure;
    }

    /// From now on nothing more is taken.
    void beginClose() {
        lock.lock();
        try {
            closing = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The next commit to write, or null when nothing is staged. The committer gives it back to [#committed].
    @Nullable
    StagingBuffer take() {
        lock.lock();
        try {
            StagingBuffer next = sealed.poll();
            if (next == null && active != null && !active.isEmpty()) {
                next = active;
                active = null;
            }
            inFlight = next;
            hasWork = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// The commit taken last is durable and in the index.
    void committed(StagingBuffer buffer, long newDurableEnd, long receiveMicros) {
        lock.lock();
        try {
            inFlight = null;
            durableEnd = newDurableEnd;
            durableMicros = receiveMicros;
            hasWork = !sealed.isEmpty() || (active != null && !active.isEmpty());
            release(buffer);
        } finally {
            lock.unlock();
        }
    }

    /// A commit without frames is durable.
    void marked(long newDurableEnd) {
        lock.lock();
        try {
            durableEnd = newDurableEnd;
        } finally {
            lock.unlock();
        }
    }

    private void release(StagingBuffer buffer) {
        if (buffer.isLarge()) {
            largeTaken = false;
            buffer.free();
        } else {
            buffer.reset();
            free.add(buffer);
        }
        if (waiting > 0) {
            room.signalAll();
        }
    }

    /// Takes everything back that is not durable, as if it had never been appended, and answers whose it was.
    List<PendingAppend> withdraw() {
        lock.lock();
        try {
            List<StagingBuffer> buffers = unsynced();
            List<PendingAppend> appends = new ArrayList<>();
            for (StagingBuffer buffer : buffers) {
                appends.addAll(buffer.appends());
                release(buffer);
            }
            for (PendingAppend append : appends) {
                append.withdraw();
            }
            return appends;
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more and answers what has to fail with `cause`, whose fate on the disk is unknown.
    List<PendingAppend> poison(StorageException cause) {
        lock.lock();
        try {
            failure = cause;
            List<PendingAppend> appends = new ArrayList<>();
            for (StagingBuffer buffer : unsynced()) {
                appends.addAll(buffer.appends());
                buffer.free();
            }
            room.signalAll();
            return appends;
        } finally {
            lock.unlock();
        }
    }

    /// Gives the memory back, once the committer has ended.
    void free() {
        lock.lock();
        try {
            unsynced().forEach(StagingBuffer::free);
            free.forEach(StagingBuffer::free);
            free.clear();
        } finally {
            lock.unlock();
        }
    }

    private List<StagingBuffer> unsynced() {
        List<StagingBuffer> buffers = new ArrayList<>();
        if (inFlight != null) {
            buffers.add(inFlight);
        }
        buffers.addAll(sealed);
        if (active != null) {
            buffers.add(active);
        }
        inFlight = null;
        sealed.clear();
        active = null;
        hasWork = false;
        return buffers;
    }
}
