package io.ttdust.adapters.wal.commit;

import io.ttdust.adapters.wal.format.FrameEncoder;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.segment.SegmentWriter;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordBatch;
import java.io.Closeable;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The way of batches into the log: staged by their producers, written and synced together by one thread, readable
/// and acknowledged afterwards. Safe for all threads.
public final class GroupCommit implements Closeable {

    private final Staging staging;
    private final Tails tails;
    private final Committer committer;

    private GroupCommit(Staging staging, Tails tails, Committer committer) {
        this.staging = staging;
        this.tails = tails;
        this.committer = committer;
    }

    /// Starts to commit what is appended.
    ///
    /// @param bytes that may be staged at a time
    /// @param lastMicros the latest receive time already given
    /// @param nanoTime a monotonic clock
    /// @param onFailure told once when the log breaks, on a thread of its own
    public static GroupCommit start(
            InstantSource clock,
            FrameEncoder encoder,
            int bytes,
            long lastMicros,
            SegmentWriter writer,
            LogIndex index,
            SyncRhythm rhythm,
            LongSupplier nanoTime,
            Consumer<StorageException> onFailure) {
        Staging staging = new Staging(clock, encoder, bytes, lastMicros, writer.end());
        AtomicBoolean told = new AtomicBoolean();
        Consumer<StorageException> onBroken = failure -> {
            if (told.compareAndSet(false, true)) {
                tell(onFailure, failure);
            }
        };
        Tails tails = new Tails(index, staging, onBroken);
        Committer committer = new Committer(staging, tails, writer, rhythm, nanoTime, onBroken);
        committer.start();
        return new GroupCommit(staging, tails, committer);
    }

    private static void tell(Consumer<StorageException> onFailure, StorageException failure) {
        try {
            Thread.ofPlatform().name("wal-failure").daemon().start(() -> onFailure.accept(failure));
        } catch (OutOfMemoryError e) { // no more threads; then here
            onFailure.accept(failure);
        }
    }

    /// Gives `batch` its place; waits while there is no room.
    ///
    /// @return null if `condition` does not hold once there is room
    /// @throws IllegalArgumentException if the batch is more than the log can hold
    /// @throws StorageException if the log is closed or poisoned
    public @Nullable CompletableFuture<Appended> append(
            PartitionIndex index, int schemaVersion, RecordBatch batch, AppendCondition condition) {
        CompletableFuture<Appended> appended = staging.append(index, schemaVersion, batch, condition);
        if (appended != null) {
            committer.wake();
        }
        return appended;
    }

    /// Throws where nothing can be appended any more.
    public void refuseUnlessOpen() {
        staging.refuseUnlessOpen();
    }

    /// How far the log can be read now.
    public Horizon horizon() {
        return staging.horizon();
    }

    /// Completed when the partition has a record from `fromOffset` on, which must not be lost.
    public CompletableFuture<Horizon> awaitRecord(StreamId stream, int partition, long fromOffset) {
        return tails.await(stream, partition, fromOffset);
    }

    /// How many wait for records now.
    public int waiting() {
        return tails.waiting();
    }

    /// What broke the log; null while it works.
    public @Nullable StorageException failure() {
        return staging.failure();
    }

    public CommitCounts counts() {
        return committer.counts();
    }

    /// Commits what is staged, leaves the proof of a clean stop, and returns when every future is completed.
    @Override
    public void close() {
        committer.close();
    }
}
