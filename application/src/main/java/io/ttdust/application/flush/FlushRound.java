package io.ttdust.application.flush;

import io.ttdust.application.keyfile.KeyFileWriter;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.domain.storage.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Files made from the log that are to be committed together. Used once, by one thread, which has others make them;
/// to be closed when they are put, which gives their memory back.
final class FlushRound implements AutoCloseable {

    /// More rows than this make a transaction slow.
    private static final int FILES_MAX = 500;

    private final LogReader log;
    private final ColumnFileFormat format;
    private final FlushedStreams streams;
    private final FlushSettings settings;
    private final Supplier<UUID> unique;
    private final List<FileDraft.Encoded> files = new ArrayList<>();
    private final List<FlushCommit.Advance> advances = new ArrayList<>();
    private final List<UnflushableException> failures = new ArrayList<>();
    private final KeyFileWriter keys = new KeyFileWriter();
    private final Map<Place, PartitionFiles> taken = new HashMap<>();
    private List<CompletableFuture<PartitionFiles>> begun = List.of();
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
    }

    /// Whether no further partition should be added: the files are held in memory until they are committed.
    boolean isFull() {
        return logBytes >= settings.roundBytes() || files.size() >= FILES_MAX;
    }

    /// Turns the durable records of these partitions into files, each on a thread of its own, until there are no
    /// more or the round is full. What cannot be flushed for a reason of its own is left out of the round and told
    /// in [#failures].
    ///
    /// @throws StorageException if the metadata store is away
    void add(List<PartitionBacklog> backlogs, Executor threads) {
        begin(backlogs, threads);
        await();
    }

    /// Begins what [#add] does; to be followed by [#await].
    void begin(List<PartitionBacklog> backlogs, Executor threads) {
        long share = Math.max(1, (settings.roundBytes() - logBytes) / backlogs.size());
        Horizon horizon = log.horizon();
        begun = backlogs.stream()
                .map(backlog -> CompletableFuture.supplyAsync(() -> encode(backlog, horizon, share), threads))
                .toList();
    }

    /// Waits for what was begun.
    ///
    /// @throws StorageException if the metadata store is away
    void await() {
        List<CompletableFuture<PartitionFiles>> encoding = begun;
        begun = List.of();
        List<Throwable> failed = new ArrayList<>();
        for (CompletableFuture<PartitionFiles> one : encoding) {
            try {
                take(one.join());
            } catch (CompletionException e) {
                failed.add(Objects.requireNonNullElse(e.getCause(), e));
            }
        }
        failed.forEach(this::fail); // only now, when no thread is busy with this round any more
    }

    private PartitionFiles encode(PartitionBacklog backlog, Horizon horizon, long bytesMax) {
        try (PartitionFiles partition =
                new PartitionFiles(backlog, horizon, format, streams, settings.fileBytes(), unique)) {
            partition.read(log, bytesMax);
            return partition;
        }
    }

    private void take(PartitionFiles partition) {
        taken.put(Place.of(partition.backlog()), partition);
        FlushCommit.Advance advance = partition.advance();
        if (advance != null) {
            advances.add(advance);
            files.addAll(partition.finished());
            keys.addAll(partition.keys());
            logBytes += partition.logBytes();
        }
        UnflushableException failure = partition.failure();
        if (failure != null) {
            failures.add(failure);
        }
    }

    private void fail(Throwable cause) {
        switch (cause) {
            case StorageException away -> throw away;
            case Error broken -> throw broken;
            default -> throw new IllegalStateException("making a file failed", cause);
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

    List<UnflushableException> failures() {
        return failures;
    }

    /// Those of `due` of which the round has nothing.
    List<PartitionBacklog> others(List<PartitionBacklog> due) {
        return due.stream().filter(one -> !taken.containsKey(Place.of(one))).toList();
    }

    /// What is left of `due` once this round is committed: [#others], and behind them those of which it has a part.
    List<PartitionBacklog> rest(List<PartitionBacklog> due) {
        List<PartitionBacklog> rest = new ArrayList<>(others(due));
        for (PartitionBacklog one : due) {
            PartitionFiles part = taken.get(Place.of(one));
            PartitionBacklog behind = part == null ? null : part.rest(one);
            if (behind != null) {
                rest.add(behind);
            }
        }
        return rest;
    }

    /// Waits for what was begun and never awaited: a thread that is busy with it uses the memory.
    @Override
    public void close() {
        for (CompletableFuture<PartitionFiles> one : begun) {
            try {
                one.join().finished().forEach(FileDraft.Encoded::close);
            } catch (CompletionException e) {
                // nobody needs it; if what failed stays so, the next round tells
            }
        }
        files.forEach(FileDraft.Encoded::close);
    }
}
