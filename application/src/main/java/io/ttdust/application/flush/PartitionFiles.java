package io.ttdust.application.flush;

import io.ttdust.application.keyfile.KeyFileWriter;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The durable records of one partition, cut into files by receive hour, schema version and size. Used once, by one
/// thread; to be closed when it is read, and its files when they are put.
final class PartitionFiles implements AutoCloseable {

    private final PartitionBacklog backlog;
    private final Horizon horizon;
    private final ColumnFileFormat format;
    private final FlushedStreams streams;
    private final long fileBytes;
    private final Supplier<UUID> unique;
    private final KeyFileWriter keys = new KeyFileWriter();
    private final List<FileDraft.Encoded> finished = new ArrayList<>();
    private @Nullable FileDraft draft;
    private @Nullable StorageException metadataFailure;
    private @Nullable UnflushableException failure;
    private long nextOffset;
    private long logBytes;
    private boolean inDraft;
    private boolean full;

    /// @param horizon up to which the partition is read
    /// @param fileBytes of the log that go into one file, about
    PartitionFiles(
            PartitionBacklog backlog,
            Horizon horizon,
            ColumnFileFormat format,
            FlushedStreams streams,
            long fileBytes,
            Supplier<UUID> unique) {
        this.backlog = backlog;
        this.horizon = horizon;
        this.format = format;
        this.streams = streams;
        this.fileBytes = fileBytes;
        this.unique = unique;
        this.nextOffset = backlog.firstOffset();
    }

    /// Reads the partition up to its horizon, or until about `bytesMax` bytes of the log were read. Where its records
    /// cannot become files, for a reason of their own, it stops there and says so in [#failure]; the files
    /// before are sound.
    ///
    /// @throws StorageException if the metadata store is away
    void read(LogReader log, long bytesMax) {
        try {
            log.read(backlog.stream(), backlog.partition(), nextOffset, horizon, batch -> take(log, batch, bytesMax));
            finishDraft();
        } catch (RuntimeException e) { // supervisor: whatever one partition's records do, the others must go on
            if (metadataFailure != null) {
                finished.forEach(FileDraft.Encoded::close);
                throw metadataFailure;
            }
            failure = new UnflushableException(backlog.stream(), backlog.partition(), nextOffset, e);
            if (!inDraft) { // the log failed, not the file: what is in it is sound
                finishOr(e);
            }
        }
    }

    /// Ends the file that was under way when `cause` came; where that fails too, it is left out.
    private void finishOr(RuntimeException cause) {
        try {
            finishDraft();
        } catch (RuntimeException e) { // supervisor, as above
            cause.addSuppressed(e);
        }
    }

    private boolean take(LogReader log, LoggedBatch batch, long bytesMax) {
        if (batch.firstOffset() != nextOffset
                && batch.firstOffset() != log.afterLoss(backlog.stream(), backlog.partition(), nextOffset)) {
            throw new IllegalStateException("the log goes on at offset %d where offset %d was to come"
                    .formatted(batch.firstOffset(), nextOffset));
        }
        if (draft != null && !draft.takes(batch)) {
            finishDraft();
        }
        if (draft == null) {
            draft = new FileDraft(format, origin(batch), batch);
        }
        inDraft = true;
        draft.add(batch);
        inDraft = false;
        keys.add(batch);
        nextOffset = batch.endOffset();
        logBytes += batch.records().weightBytes();
        if (draft.logBytes() >= fileBytes) {
            finishDraft();
        }
        full = logBytes >= bytesMax;
        return !full;
    }

    PartitionBacklog backlog() {
        return backlog;
    }

    /// What waits behind these files, if it was for their size alone that they end here, and if it fills half a file.
    ///
    /// @param now what waits behind the checkpoint, as when these files were begun or later
    @Nullable
    PartitionBacklog rest(PartitionBacklog now) {
        long left = now.bytes() - logBytes;
        if (!full || failure != null || now.firstOffset() != backlog.firstOffset() || left < fileBytes / 2) {
            return null;
        }
        return new PartitionBacklog(
                now.stream(), now.partition(), nextOffset, now.endOffset(), left, now.oldestMicros(), false);
    }

    private ColumnFileOrigin origin(LoggedBatch batch) {
        try {
            return streams.origin(batch.stream(), batch.partition(), batch.schemaVersion());
        } catch (StorageException e) {
            metadataFailure = e;
            throw e;
        }
    }

    private void finishDraft() {
        if (draft != null) {
            inDraft = true;
            finished.add(draft.finish(unique.get()));
            inDraft = false;
            draft = null;
        }
    }

    List<FileDraft.Encoded> finished() {
        return finished;
    }

    KeyFileWriter keys() {
        return keys;
    }

    /// Bytes of the log that were read, about.
    long logBytes() {
        return logBytes;
    }

    /// Why not everything that was read lies in the files; null when it does.
    @Nullable
    UnflushableException failure() {
        return failure;
    }

    /// Where the partition's checkpoint moves when the files are committed; null when there are none.
    FlushCommit.@Nullable Advance advance() {
        if (finished.isEmpty()) {
            return null;
        }
        DataFile last = finished.getLast().file();
        return new FlushCommit.Advance(
                backlog.firstOffset(),
                new Checkpoint(
                        backlog.stream(),
                        backlog.partition(),
                        last.lastOffset() + 1,
                        last.lastMicros(),
                        horizon.endLsn()));
    }

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }
}
