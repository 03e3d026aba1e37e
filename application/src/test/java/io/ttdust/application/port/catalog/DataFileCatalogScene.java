package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.EventTimes;
import io.ttdust.domain.storage.HourPartition;
import io.ttdust.domain.storage.KeyFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/// The files, nodes and streams of the tests of every [DataFileCatalog].
abstract class DataFileCatalogScene {

    /// The streams that must exist, if the store knows streams.
    protected static final StreamId CLICKS = new StreamId(UUID.fromString("019b76da-a800-7000-8000-00000000c11c"));
    protected static final StreamId ORDERS = new StreamId(UUID.fromString("019b76da-a800-7000-8000-0000000003de"));

    protected static final UUID LOG = new UUID(1, 1);
    protected static final UUID OTHER_LOG = new UUID(1, 2);

    protected static final long HOUR = 3_600_000_000L;

    /// The start of an hour.
    protected static final long BASE = 490_000 * HOUR;

    protected static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    protected static final Instant DEADLINE = NOW.plusSeconds(600);

    /// A catalogue without files; forgets the nodes as well.
    protected abstract DataFileCatalog fresh();

    /// The nodes that the catalogue [#fresh] gave looks at.
    protected abstract NodeRegistry nodes();

    /// A catalogue that cannot be reached.
    protected abstract DataFileCatalog away();

    /// A start of the first node.
    protected final NodeEpoch open() {
        return nodes().open("node-1", LOG);
    }

    protected static DataFile file(StreamId stream, int partition, long first, long last) {
        return file(stream, partition, first, last, BASE + first, BASE + last);
    }

    /// A file under a key of its own.
    protected static DataFile file(
            StreamId stream, int partition, long first, long last, long firstMicros, long lastMicros) {
        return new DataFile(
                stream,
                partition,
                HourPartition.of(firstMicros),
                "streams/x/p%04d-%d-%d-%s.parquet".formatted(partition, first, last, UUID.randomUUID()),
                1,
                first,
                last,
                firstMicros,
                lastMicros,
                new EventTimes(firstMicros, lastMicros),
                100,
                50);
    }

    protected static KeyFile keyFile(int number, long newestMicros) {
        return new KeyFile("keys/%d-%s".formatted(number, UUID.randomUUID()), newestMicros, 10, 400);
    }

    /// Commits the files and moves each of their partitions' checkpoints from the first offset to behind the last.
    protected static FlushCommit flush(DataFile... files) {
        return flush(-1, files);
    }

    /// As above, but from `fromOffset` on; -1 stands for the first offset of each partition.
    protected static FlushCommit flush(long fromOffset, DataFile... files) {
        TreeMap<String, FlushCommit.Advance> advances = new TreeMap<>();
        for (DataFile file : files) {
            Checkpoint to =
                    new Checkpoint(file.stream(), file.partition(), file.lastOffset() + 1, file.lastMicros(), 4096);
            advances.merge(
                    "%s %04d".formatted(file.stream(), file.partition()),
                    new FlushCommit.Advance(fromOffset < 0 ? file.firstOffset() : fromOffset, to),
                    (one, other) -> new FlushCommit.Advance(
                            Math.min(one.fromOffset(), other.fromOffset()),
                            one.to().offset() > other.to().offset() ? one.to() : other.to()));
        }
        // In the order the files were given, stream by stream, so that tests can tell them apart.
        List<FlushCommit.Advance> ordered = new ArrayList<>(advances.values());
        ordered.sort((one, other) -> Boolean.compare(
                one.to().stream().equals(ORDERS), other.to().stream().equals(ORDERS)));
        return new FlushCommit(Arrays.asList(files), List.of(), ordered);
    }

    protected static FlushCommit withKeys(FlushCommit flush, KeyFile... keyFiles) {
        return new FlushCommit(flush.files(), Arrays.asList(keyFiles), flush.advances());
    }

    protected static boolean addPending(DataFileCatalog catalog, NodeEpoch owner, FlushCommit flush) {
        return catalog.addPending(owner, flush.files(), flush.keyFiles(), DEADLINE);
    }

    protected static FlushCommit committed(DataFileCatalog catalog, NodeEpoch owner, DataFile... files) {
        FlushCommit flush = flush(files);
        commit(catalog, owner, flush);
        return flush;
    }

    protected static void commit(DataFileCatalog catalog, NodeEpoch owner, FlushCommit flush) {
        assertThat(addPending(catalog, owner, flush)).isTrue();
        assertThat(catalog.commit(owner, flush)).isTrue();
    }

    protected static List<DataFile> all(DataFileCatalog catalog) {
        return catalog.find(CLICKS, Long.MIN_VALUE, Long.MAX_VALUE, 10_000).files();
    }
}
