package io.ttdust.application.flush;

import io.ttdust.application.ingest.KeyFileWriter;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The durable records of one partition, cut into files by receive hour, schema version and size. Used once, by one
/// thread; to be closed.
final class PartitionFiles implements AutoCloseable {

    private final PartitionBacklog backlog;
    private final ColumnFileFormat format;
    private final FlushedStreams streams;
    private final long fileBytes;
    private final Supplier<UUID> unique;
    private final KeyFileWriter keys = new KeyFileWriter();
    private final List<FileDraft.Encoded> finished = new ArrayList<>();
    private @Nullable FileDraft draft;
    private @Nullable StorageException metadataFailure;
    private long nextOffset;
    private long throughMicros;
    private long logBytes;

    /// @param fileBytes of the log that go into one file, about
    PartitionFiles(
            PartitionBacklog backlog,
            ColumnFileFormat format,
            FlushedStreams streams,
            long fileBytes,
            Supplier<UUID> unique) {
        this.backlog = backlog;
        this.format = format;
        this.streams = streams;
        this.fileBytes = fileBytes;
        this.unique = unique;
        this.nextOffset = backlog.firstOffset();
    }

    /// Reads the partition up to `horizon`, or until about `bytesMax` bytes of the log were read.
    ///
    /// @throws UnflushableException if its records cannot become files, for a reason of their own
    /// @throws StorageException if the metadata store is away
    void read(LogReader log, Horizon horizon, long bytesMax) {
        try {
            log.read(backlog.stream(), backlog.partition(), nextOffset, horizon, batch -> take(batch, bytesMax));
        } catch (StorageException e) {
            if (metadataFailure != null) {
                throw metadataFailure;
            }
            throw new UnflushableException(
                    "cannot read partition %d of stream %s at offset %d from the log"
                            .formatted(backlog.partition(), backlog.stream(), nextOffset),
                    e);
        }
        finishDraft();
    }

    private boolean take(LoggedBatch batch, long bytesMax) {
        if (batch.firstOffset() != nextOffset) {
            throw new UnflushableException("partition %d of stream %s goes on at offset %d where offset %d was to come"
                    .formatted(batch.partition(), batch.stream(), batch.firstOffset(), nextOffset));
        }
        if (draft != null && !draft.takes(batch)) {
            finishDraft();
        }
        if (draft == null) {
            draft = new FileDraft(format, origin(batch), batch);
        }
        draft.add(batch);
        keys.add(batch);
        nextOffset = batch.endOffset();
        throughMicros = batch.receiveMicros();
        logBytes += batch.records().weightBytes();
        if (draft.logBytes() >= fileBytes) {
            finishDraft();
        }
        return logBytes < bytesMax;
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
            finished.add(draft.finish(unique.get()));
            draft.close();
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

    /// Where the partition's checkpoint moves when the files are committed; null when there are none.
    FlushCommit.@Nullable Advance advance(Horizon horizon) {
        return finished.isEmpty()
                ? null
                : new FlushCommit.Advance(
                        backlog.firstOffset(),
                        new Checkpoint(
                                backlog.stream(), backlog.partition(), nextOffset, throughMicros, horizon.endLsn()));
    }

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }
}
