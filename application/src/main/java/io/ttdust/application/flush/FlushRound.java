package io.ttdust.application.flush;

import io.ttdust.application.ingest.KeyFileWriter;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.domain.storage.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Files made from the log that are to be committed together. Used once, by one thread.
final class FlushRound {

    private final LogReader log;
    private final ColumnFileFormat format;
    private final FlushedStreams streams;
    private final FlushSettings settings;
    private final Supplier<UUID> unique;
    private final Horizon horizon;
    private final List<FileDraft.Encoded> files = new ArrayList<>();
    private final List<FlushCommit.Advance> advances = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final KeyFileWriter keys = new KeyFileWriter();
    private long logBytes;

    FlushRound(
            LogReader log,
            ColumnFileFormat format,
            FlushedStreams streams,
            FlushSettings settings,
            Supplier<UUID> unique) {
        this.log = log;
        this.format = format;
        this.streams = streams;
        this.settings = settings;
        this.unique = unique;
        this.horizon = log.horizon();
    }

    /// Whether no further partition should be added: the files are held in memory until they are committed.
    boolean isFull() {
        return logBytes >= settings.roundBytes();
    }

    /// Turns the partition's durable records into files, until there are no more or the round is full. What cannot
    /// be flushed for a reason of its own is left out of the round and told in [#failures].
    ///
    /// @throws io.ttdust.application.port.StorageException if the metadata store is away
    void add(PartitionBacklog backlog) {
        try (PartitionFiles partition = new PartitionFiles(backlog, format, streams, settings.fileBytes(), unique)) {
            partition.read(log, horizon, settings.roundBytes() - logBytes);
            FlushCommit.Advance advance = partition.advance(horizon);
            if (advance != null) {
                advances.add(advance);
                files.addAll(partition.finished());
                keys.addAll(partition.keys());
                logBytes += partition.logBytes();
            }
        } catch (UnflushableException e) {
            failures.add(e);
        }
    }

    List<FileDraft.Encoded> files() {
        return files;
    }

    List<DataFile> dataFiles() {
        return files.stream().map(FileDraft.Encoded::file).toList();
    }

    List<FlushCommit.Advance> advances() {
        return advances;
    }

    /// The keys of all records in the files.
    KeyFileWriter keys() {
        return keys;
    }

    List<RuntimeException> failures() {
        return failures;
    }
}
