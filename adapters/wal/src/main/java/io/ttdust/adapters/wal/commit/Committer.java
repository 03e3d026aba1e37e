package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.file.DiskFullException;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.segment.SegmentWriter;
import io.ttdust.adapters.wal.segment.Threads;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The one thread that writes: commits everything staged, syncs, and starts over with what arrived meanwhile.
///
/// There is no timer that would hold a batch back: the more producers there are, the more batches share a sync.
/// After a write or a sync that failed nothing is tried again: what the disk holds is unknown from then on.
final class Committer implements AutoCloseable {

    /// An idle log writes an empty commit this long after its last one, which proves that that one was synced.
    private static final long MARK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// Waking a parked thread costs about as much as half a sync, so the next producer is awaited awake for a
    /// moment.
    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Staging staging;
    private final Tails tails;
    private final SegmentWriter writer;
    private final SyncRhythm rhythm;
    private final LongSupplier nanoTime;
    private final Consumer<StorageException> onBroken;
    private final Acks acks;
    private final Thread thread = new Thread(this::run, "wal-committer");
    private final ByteBuffer mark = ByteBuffer.allocateDirect(2 * Blocks.BYTES)
            .alignedSlice(Blocks.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);

    /// Whether the last sync is proven by nothing that was written later.
    private boolean unproven;

    /// When the first commit was written that is not synced yet.
    private long unsyncedNanos;

    private long lastCommitNanos;
    private volatile boolean parked;
    private volatile CommitCounts counts = CommitCounts.NONE;

    /// @param nanoTime a monotonic clock
    /// @param onBroken told when nothing can be written or answered any more
    Committer(
            Staging staging,
            Tails tails,
            SegmentWriter writer,
            SyncRhythm rhythm,
            LongSupplier nanoTime,
            Consumer<StorageException> onBroken) {
        this.staging = staging;
        this.tails = tails;
        this.writer = writer;
        this.rhythm = rhythm;
        this.nanoTime = nanoTime;
        this.onBroken = onBroken;
        this.acks = new Acks("wal-acks", onBroken);
    }

    void start() {
        acks.start();
        tails.start();
        staging.servedBy(thread);
        thread.setDaemon(true);
        thread.start();
    }

    /// To be called after each append.
    void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    CommitCounts counts() {
        return counts;
    }

    private void run() {
        try {
            while (!staging.isClosing() || staging.hasWork()) {
                step();
            }
            writeMark(CommitHeader.CLEAN_STOP);
        } catch (IOException | RuntimeException | Error e) {
            poison(e);
        }
    }

    private void step() throws IOException {
        StagingBuffer buffer = staging.take();
        if (buffer != null) {
            commit(buffer);
        } else if (isUnsynced()) {
            syncWhenDue();
        } else if (!unproven) {
            awaitWork(Long.MAX_VALUE);
        } else {
            long left = lastCommitNanos + MARK_NANOS - nanoTime.getAsLong();
            if (left > 0) {
                awaitWork(left);
            } else {
                writeMark(0);
            }
        }
    }

    private boolean isUnsynced() {
        return writer.durableEnd() < writer.end();
    }

    private void syncWhenDue() throws IOException {
        long left = rhythm.nanosLeft(unsyncedNanos, nanoTime.getAsLong());
        if (left > 0) {
            awaitWork(left);
        } else {
            writer.sync();
        }
    }

    private void commit(StagingBuffer buffer) throws IOException {
        long started = nanoTime.getAsLong();
        List<PendingAppend> appends = buffer.appends();
        int length = buffer.bytes().position();
        boolean first = !isUnsynced();
        long lsn;
        try {
            lsn = writer.write(
                    buffer.bytes(), appends.size(), 0, appends.getFirst().receiveMicros());
        } catch (DiskFullException e) {
            acks.fail(staging.withdraw(), new StorageFullException("no room for another segment: " + e.getMessage()));
            return;
        }
        if (rhythm.beforeAcks() || (!first && rhythm.nanosLeft(unsyncedNanos, started) <= 0)) {
            writer.sync();
        } else if (first) {
            unsyncedNanos = started;
        }
        long nanos = nanoTime.getAsLong() - started;
        long records = 0;
        long frame = lsn + CommitHeader.BYTES;
        for (PendingAppend append : appends) {
            append.publish(writer.base(), frame, lsn + length);
            frame += append.length();
            records += append.records();
        }
        staging.committed(buffer, writer.end(), appends.getLast().receiveMicros());
        counts = counts.plus(appends.size(), records, writer.end() - lsn, nanos);
        unproven = true;
        lastCommitNanos = nanoTime.getAsLong();
        if (staging.hasWork()) {
            acks.succeed(appends);
        } else {
            Acks.succeedHere(appends);
        }
        tails.committed(appends, writer.end());
    }

    /// @param flags of the mark, which proves everything before it: so that is synced first
    private void writeMark(int flags) throws IOException {
        if (isUnsynced()) {
            writer.sync();
        }
        unproven = false;
        mark.clear().position(CommitHeader.BYTES);
        try {
            writer.write(mark, 0, flags, staging.heldMicros());
        } catch (DiskFullException e) {
            // There is no room for the segment that the mark would have to open. The next one's header proves as much,
            // but for a clean stop: a session that does not sync first then counts as killed, and offsets are skipped.
            return;
        }
        writer.sync();
        staging.marked(writer.end());
    }

    private void awaitWork(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < SPIN_NANOS) {
            if (staging.hasWork() || staging.isClosing()) {
                return;
            }
            Thread.onSpinWait();
        }
        parked = true;
        if (!staging.hasWork() && !staging.isClosing()) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = false;
    }

    private void poison(Throwable cause) {
        StorageException failure = new StorageException("the log could not be written: " + cause.getMessage(), cause);
        acks.fail(staging.poison(failure), failure);
        tails.fail(failure);
        onBroken.accept(failure);
    }

    /// Commits what is staged, leaves the proof of a clean stop, and returns when every future is completed.
    @Override
    public void close() {
        staging.beginClose();
        LockSupport.unpark(thread);
        Threads.join(thread);
        acks.close();
        tails.close();
        staging.free();
    }
}
