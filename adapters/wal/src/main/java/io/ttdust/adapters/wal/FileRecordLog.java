package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.archive.Archiver;
import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.commit.CommitCounts;
import io.ttdust.adapters.wal.commit.GroupCommit;
import io.ttdust.adapters.wal.commit.SyncRhythm;
import io.ttdust.adapters.wal.file.DiskFiles;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.format.Blocks;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameEncoder;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.index.FrameReader;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.adapters.wal.recovery.LogId;
import io.ttdust.adapters.wal.recovery.Recovery;
import io.ttdust.adapters.wal.recovery.RecoveryReport;
import io.ttdust.adapters.wal.recovery.RecoverySettings;
import io.ttdust.adapters.wal.retention.LogStart;
import io.ttdust.adapters.wal.retention.Retention;
import io.ttdust.adapters.wal.segment.DiskSpace;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.adapters.wal.segment.SegmentWriter;
import io.ttdust.adapters.wal.segment.Spares;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.AppendCondition;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.log.LogTail;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.log.RecordLog;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// [RecordLog] in preallocated segment files, made durable by group commit.
///
/// Producers stage frames in memory off the heap; one thread writes and syncs everything staged so far, then starts
/// over with what arrived meanwhile. That thread alone writes to the files: an interrupt that reached its channel
/// through a producer would close the log for all others.
///
/// After a write or sync that failed the log is broken for good: it says so to everyone, and only opening it
/// anew, in another process at best, can tell what the disk holds.
public final class FileRecordLog implements RecordLog, LogReader, LogTail, LogBacklog, AutoCloseable {

    /// One part in so many of the heap may be index: it has to fit again, beside everything else, at the next
    /// start.
    private static final int INDEX_HEAP_SHARE = 4;

    private final LogFiles files;
    private final byte[] logId;
    private final SegmentCatalog segments = new SegmentCatalog();
    private final LogIndex index;
    private final Archiver archiver;
    private final Retention retention;
    private final LogRoom room;
    private final SegmentWriter writer;
    private final GroupCommit commits;
    private final RecoveryReport recovery;
    private final Losses losses;
    private final SyncMode sync;
    private final OpenParts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileRecordLog(
            OpenParts parts,
            LogFiles files,
            LogSettings settings,
            InstantSource clock,
            LongSupplier nanoTime,
            long indexBytesMax,
            List<Checkpoint> flushed,
            @Nullable LogArchive archive,
            Consumer<LoggedBatch> keyed,
            Consumer<StorageException> onFailure)
            throws IOException {
        this.parts = parts;
        this.files = parts.add(files);
        index = new LogIndex(indexBytesMax);
        logId = LogId.of(files, flushed);
        LogStart start = LogStart.read(files, logId);
        Recovery recovered = Recovery.run(
                files,
                logId,
                new RecoverySettings(
                        settings.segmentBytes(),
                        settings.acceptLossAt(),
                        Math.max(Micros.of(clock.instant()), settings.newestStreamMicros())),
                start.lsn(),
                flushed,
                segments,
                index,
                keyed);
        recovery = recovered.report();
        losses = recovered.losses();
        sync = settings.sync();
        int frameBytesMax = (int) settings.segmentBytes() - SegmentHeader.BYTES - Blocks.BYTES;
        Spares spares = parts.add(Spares.open(files, settings.segmentBytes(), settings.spareSegments()));
        room = new LogRoom(
                spares, index, new DiskSpace(files, settings.diskReserveBytes(), index::unflushedBytes, nanoTime));
        archiver = parts.add(new Archiver(files, segments, losses, archive));
        retention = parts.add(new Retention(
                segments,
                index,
                spares,
                start,
                nanoTime,
                settings.retainBytes(),
                room::isEnoughToRetain,
                archiver::neededFrom));
        writer = parts.add(SegmentWriter.open(
                files,
                segments,
                spares,
                logId,
                settings.segmentBytes(),
                recovered.nextSession(),
                sync,
                recovered.nextBase(),
                recovered.end()));
        start.settle();
        recovered.tidy(spares);
        retention.release(); // what was flushed and not released before the log was closed
        commits = parts.add(GroupCommit.start(
                clock,
                new FrameEncoder(new Checksum(logId), frameBytesMax),
                settings.stagingBytes(),
                recovered.lastMicros(),
                writer,
                index,
                new SyncRhythm(sync, settings.syncInterval()),
                nanoTime,
                onFailure));
        archiver.start(retention::release);
    }

    /// Locks the directory, recovers the log in it, and is ready to be appended to.
    ///
    /// @param flushed the checkpoints that metadata holds: proof of how far the log had come, and where
    ///     partitions go on
    /// @param keyed shown, before this returns, every batch in the log that has idempotency keys, oldest first
    /// @param onFailure told once when the log breaks, on a thread of its own; the process should end soon then
    /// @throws DamagedLogException if durable records are gone; nothing was changed
    /// @throws StorageException if another process uses the directory, or it cannot be read or written
    public static FileRecordLog open(
            LogSettings settings,
            InstantSource clock,
            List<Checkpoint> flushed,
            Consumer<LoggedBatch> keyed,
            Consumer<StorageException> onFailure) {
        return open(settings, clock, flushed, null, keyed, onFailure);
    }

    /// As above.
    ///
    /// @param archive where sealed segments are copied before they are released; null for nowhere
    public static FileRecordLog open(
            LogSettings settings,
            InstantSource clock,
            List<Checkpoint> flushed,
            @Nullable LogArchive archive,
            Consumer<LoggedBatch> keyed,
            Consumer<StorageException> onFailure) {
        try {
            LogFiles files = DiskFiles.lock(settings.directory());
            long indexBytesMax = Runtime.getRuntime().maxMemory() / INDEX_HEAP_SHARE;
            return open(files, settings, clock, System::nanoTime, indexBytesMax, flushed, archive, keyed, onFailure);
        } catch (IOException e) {
            throw new StorageException(
                    "cannot open the log in %s: %s".formatted(settings.directory(), e.getMessage()), e);
        }
    }

    /// As above, over `files`, which are closed with the log, or when this throws.
    ///
    /// @param nanoTime a monotonic clock
    /// @param indexBytesMax appends are refused while the index takes this much of the heap
    static FileRecordLog open(
            LogFiles files,
            LogSettings settings,
            InstantSource clock,
            LongSupplier nanoTime,
            long indexBytesMax,
            List<Checkpoint> flushed,
            @Nullable LogArchive archive,
            Consumer<LoggedBatch> keyed,
            Consumer<StorageException> onFailure)
            throws IOException {
        OpenParts parts = new OpenParts();
        try {
            return new FileRecordLog(
                    parts, files, settings, clock, nanoTime, indexBytesMax, flushed, archive, keyed, onFailure);
        } catch (IOException | RuntimeException | Error e) {
            try (parts) {
                throw e; // what closing adds to it is suppressed
            }
        }
    }

    @Override
    public @Nullable CompletableFuture<Appended> append(
            StreamId stream, int partition, int schemaVersion, RecordBatch batch, AppendCondition condition) {
        if (partition < 0 || batch.size() == 0) {
            throw new IllegalArgumentException(
                    "a batch of %d records for partition %d".formatted(batch.size(), partition));
        }
        if (batch.size() > 1 && batch.payloadBytes() > BATCH_BYTES_MAX) {
            throw new IllegalArgumentException("%d records of together %d bytes are more than %d bytes"
                    .formatted(batch.size(), batch.payloadBytes(), BATCH_BYTES_MAX));
        }
        commits.refuseUnlessOpen();
        room.requireForAppend();
        return commits.append(index.of(stream, partition), schemaVersion, batch, condition);
    }

    @Override
    public Durability durability() {
        return switch (sync) {
            case EVERY -> Durability.FSYNC;
            case INTERVAL -> Durability.WRITTEN;
            case NONE -> Durability.NONE;
        };
    }

    @Override
    public Horizon horizon() {
        return commits.horizon();
    }

    @Override
    public LogPin pin() {
        return retention.pin(commits::horizon);
    }

    @Override
    public List<PartitionBacklog> backlog() {
        return retention.backlog();
    }

    @Override
    public long unflushedBytes() {
        return retention.unflushedBytes();
    }

    @Override
    public void flushed(List<Checkpoint> checkpoints) {
        retention.flushed(checkpoints);
    }

    @Override
    public long firstOffsetAt(StreamId stream, int partition, long receiveMicros) {
        PartitionIndex frames = index.find(stream, partition);
        if (frames == null) {
            return 0;
        }
        try (FrameReader frameReader = reader(stream, partition, frames)) {
            return frameReader.firstOffsetAt(receiveMicros);
        }
    }

    @Override
    public void read(StreamId stream, int partition, long fromOffset, Horizon upTo, Predicate<LoggedBatch> reader) {
        PartitionIndex frames = index.find(stream, partition);
        if (frames == null) {
            return;
        }
        try (FrameReader frameReader = reader(stream, partition, frames)) {
            frameReader.read(fromOffset, upTo.endLsn(), reader);
        }
    }

    private FrameReader reader(StreamId stream, int partition, PartitionIndex frames) {
        return new FrameReader(files, segments, new Checksum(logId), stream, partition, frames);
    }

    @Override
    public long afterLoss(StreamId stream, int partition, long offset) {
        return losses.after(stream, partition, offset);
    }

    @Override
    public CompletableFuture<Horizon> awaitRecord(StreamId stream, int partition, long fromOffset) {
        return commits.awaitRecord(stream, partition, afterLoss(stream, partition, Math.max(0, fromOffset)));
    }

    /// How many wait for records now.
    int waiting() {
        return commits.waiting();
    }

    /// Everything the log has lost since it was made.
    public Losses losses() {
        return losses;
    }

    /// Tells this log from every other: made by chance when the directory was new.
    public UUID id() {
        ByteBuffer bytes = ByteBuffer.wrap(logId);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /// What opening the log found.
    public RecoveryReport recovery() {
        return recovery;
    }

    /// What broke the log; null while it works.
    public @Nullable StorageException failure() {
        return commits.failure();
    }

    /// Why the log takes no record at the moment, broken or full; null while it does.
    public @Nullable StorageException refusal() {
        StorageException broken = failure();
        if (broken != null) {
            return broken;
        }
        try {
            room.requireForAppend();
            return null;
        } catch (StorageException e) {
            return e;
        }
    }

    public LogStatistics statistics() {
        CommitCounts counts = commits.counts();
        return new LogStatistics(
                counts.commits(),
                writer.syncs(),
                counts.records(),
                counts.bytes(),
                counts.appends(),
                counts.nanos(),
                segments.size(),
                archiver.archived(),
                index.heapBytes());
    }

    /// Commits what is staged, leaves the proof of a clean stop, completes every future, and gives the directory
    /// free. Whoever appends afterwards is refused. Not to be called by a dependent of a future of the log.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                parts.close();
            } catch (IOException e) {
                throw new StorageException("cannot close the log", e);
            }
        }
    }
}
