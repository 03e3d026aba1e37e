package io.ttdust.application.flush;

import io.ttdust.application.keyfile.KeyFileWriter;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.KeyFile;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings durable records into data files, each exactly once, whatever fails in between. Used by one thread.
///
/// In this order: the files are made in memory; their rows are committed as pending; the objects are put; one
/// transaction makes the rows live and moves the checkpoints; then, and only then, the log may release. A commit of
/// unknown outcome is asked for again before anything else, until it is known.
///
/// While more waits than a round takes, the files of the next one are made while those of this one are put, so that
/// neither the cores nor the store wait for the other. They count on this round's checkpoints; if it fails, they are
/// dropped. To be closed, which drops them too; they come into files after the next start.
public final class FlushPartitions implements AutoCloseable {

    private final LogReader log;
    private final LogBacklog backlog;
    private final DataFileCatalog catalog;
    private final ObjectStore objects;
    private final ColumnFileFormat format;
    private final FlushedStreams streams;
    private final NodeEpoch owner;
    private final FlushSettings settings;
    private final Executor threads;
    private final InstantSource clock;
    private final RandomGenerator random;
    private @Nullable FlushCommit undecided;
    private @Nullable FlushRound ahead;

    /// @param threads on which files are made; those of the caller where it runs its tasks at once
    public FlushPartitions(
            LogReader log,
            LogBacklog backlog,
            DataFileCatalog catalog,
            ObjectStore objects,
            ColumnFileFormat format,
            FlushedStreams streams,
            NodeEpoch owner,
            FlushSettings settings,
            Executor threads,
            InstantSource clock,
            RandomGenerator random) {
        this.log = log;
        this.backlog = backlog;
        this.catalog = catalog;
        this.objects = objects;
        this.format = format;
        this.streams = streams;
        this.owner = owner;
        this.settings = settings;
        this.threads = threads;
        this.clock = clock;
        this.random = random;
    }

    /// Flushes as many of the partitions `due` as fit into one round, the first ones first; call again with what is
    /// due then.
    ///
    /// @throws io.ttdust.application.port.StorageException if catalogue or objects are away; try again later
    /// @throws SupersededException if another start of the node has taken over
    public FlushReport flush(List<PartitionBacklog> due) {
        FlushCommit before = undecided;
        if (before != null) {
            return commit(before, List.of());
        }
        try (FlushRound round = take()) {
            round.await();
            fill(round, round.others(due));
            if (round.files().isEmpty()) {
                return new FlushReport(0, 0, 0, 0, round.failures());
            }
            if (round.isFull()) {
                begin(round.rest(due));
            }
            return put(round);
        } catch (RuntimeException | Error e) { // what was begun builds on what failed
            dropAhead();
            throw e;
        }
    }

    private FlushRound take() {
        FlushRound begun = ahead;
        ahead = null;
        return begun == null ? new FlushRound(log, format, streams, settings, this::unique) : begun;
    }

    private void fill(FlushRound round, List<PartitionBacklog> due) {
        int next = 0;
        while (next < due.size() && !round.isFull()) {
            int end = Math.min(due.size(), next + settings.parallelism());
            round.add(due.subList(next, end), threads);
            next = end;
        }
    }

    private void begin(List<PartitionBacklog> rest) {
        if (!rest.isEmpty()) {
            FlushRound next = new FlushRound(log, format, streams, settings, this::unique);
            next.begin(rest.subList(0, Math.min(rest.size(), settings.parallelism())), threads);
            ahead = next;
        }
    }

    private void dropAhead() {
        FlushRound begun = ahead;
        ahead = null;
        if (begun != null) {
            begun.close();
        }
    }

    @Override
    public void close() {
        dropAhead();
    }

    /// Whether the outcome of a commit is not known yet.
    public boolean isUndecided() {
        return undecided != null;
    }

    /// Whether [#flush] is to be called also when nothing is due: a commit is undecided, or a round has begun.
    public boolean isUnderWay() {
        return undecided != null || ahead != null;
    }

    private FlushReport put(FlushRound round) {
        KeyFileWriter keys = round.keys();
        List<ByteBuffer> keyContent = keys.isEmpty() ? List.of() : List.of(keys.finish());
        List<KeyFile> keyFiles = keys.isEmpty()
                ? List.of()
                : List.of(new KeyFile(
                        "_system/keys/%s/%s.keys".formatted(owner.nodeId(), unique()),
                        keys.newestMicros(),
                        keys.size(),
                        keyContent.getFirst().remaining()));
        List<DataFile> files = round.dataFiles();
        if (!catalog.addPending(owner, files, keyFiles, clock.instant().plus(settings.putDeadline()))) {
            throw superseded();
        }
        try {
            for (FileDraft.Encoded one : round.files()) {
                objects.put(one.file().key(), one.content());
            }
            for (KeyFile one : keyFiles) {
                objects.put(one.key(), keyContent);
            }
        } catch (StorageException e) {
            giveUp(files, keyFiles, e);
            throw e;
        }
        return commit(new FlushCommit(files, keyFiles, round.advances()), round.failures());
    }

    /// Whatever was put is of no use, and must not fill the store while this is tried again and again.
    private void giveUp(List<DataFile> files, List<KeyFile> keyFiles, StorageException cause) {
        try {
            catalog.giveUp(
                    owner,
                    Stream.concat(
                                    files.stream().map(DataFile::key),
                                    keyFiles.stream().map(KeyFile::key))
                            .toList());
        } catch (StorageException e) {
            cause.addSuppressed(e); // the rows are given up at their deadline
        }
    }

    private FlushReport commit(FlushCommit flush, List<UnflushableException> failures) {
        undecided = flush;
        boolean committed = catalog.commit(owner, flush);
        undecided = null;
        if (!committed) {
            throw superseded();
        }
        backlog.flushed(flush.advances().stream().map(FlushCommit.Advance::to).toList());
        long records = 0;
        long payloadBytes = 0;
        long bytes = 0;
        for (DataFile file : flush.files()) {
            records += file.rows();
            payloadBytes += file.payloadBytes();
            bytes += file.bytes();
        }
        return new FlushReport(flush.files().size(), records, payloadBytes, bytes, failures);
    }

    private SupersededException superseded() {
        return new SupersededException(
                "node %s was started again after start %d, or its files were given up; this start must end"
                        .formatted(owner.nodeId(), owner.epoch()));
    }

    private UUID unique() {
        return UuidV7.of(clock.millis(), random);
    }
}
