package io.ttdust.simulation.query;

import io.ttdust.adapters.parquet.ParquetColumnFileFormat;
import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.SimulatedLogs;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.application.flush.DeleteAbandoned;
import io.ttdust.application.flush.FlushPartitions;
import io.ttdust.application.flush.FlushSettings;
import io.ttdust.application.flush.FlushedStreams;
import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog;
import io.ttdust.application.port.catalog.InMemoryNodeRegistry;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import io.ttdust.application.query.LookupRecord;
import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamDefinition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A node whose disk is simulated. Metadata and objects outlive its deaths, as they lie elsewhere.
final class Node implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-28T22:10:00Z");

    private static final ColumnFileFormat FORMAT = new ParquetColumnFileFormat("ttdust simulation");

    final MutableClock clock = new MutableClock(START);
    final InMemoryNodeRegistry nodes = new InMemoryNodeRegistry();
    final InMemoryDataFileCatalog catalog = new InMemoryDataFileCatalog(nodes);
    final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final InMemorySchemaRepository schemas = new InMemorySchemaRepository();
    private final RandomGenerator random;
    private final CreateStream createStream;
    private final AtomicLong nanos = new AtomicLong();
    private final SimulatedDisk disk = new SimulatedDisk();
    private Running running;

    /// What ends with the process.
    record Running(
            FileRecordLog log,
            NodeEpoch epoch,
            FlushPartitions flushPartitions,
            QueryTimeRange queryTimeRange,
            LookupRecord lookupRecord) {}

    Node(RandomGenerator random) throws IOException {
        this.random = random;
        StreamCatalog streamCatalog = new StreamCatalog(streams, schemas, new FakeSchemaCompiler());
        createStream = new CreateStream(streams, schemas, streamCatalog, clock, random);
        running = start();
    }

    private Running start() throws IOException {
        FileRecordLog log = SimulatedLogs.open(disk, clock, nanos::get, catalog.checkpoints());
        NodeEpoch epoch = nodes.open("n1", log.id());
        long roundBytes = random.nextBoolean() ? 200 : 1 << 20;
        FlushPartitions flush = new FlushPartitions(
                log,
                log,
                catalog,
                objects,
                FORMAT,
                new FlushedStreams(streams, schemas),
                epoch,
                FlushSettings.of(roundBytes, 1),
                Runnable::run,
                clock,
                random);
        return new Running(
                log,
                epoch,
                flush,
                new QueryTimeRange(log, catalog, objects, FORMAT),
                new LookupRecord(log, catalog, objects, FORMAT));
    }

    StreamDefinition createStream(String name, int partitions) {
        return switch (createStream.create(name, null, "", partitions, Map.of())) {
            case Result.Ok<StreamDefinition>(StreamDefinition stream) -> stream;
            case Result.Refused<StreamDefinition>(Problem problem) ->
                throw new IllegalStateException(problem.message());
        };
    }

    Running running() {
        return running;
    }

    SimulatedDisk disk() {
        return disk;
    }

    List<String> deleteAbandoned() {
        new DeleteAbandoned(catalog, objects, running.epoch, clock).delete();
        return objects.list("streams/", null, 1000);
    }

    /// Stops in good order and starts again.
    void restart() throws IOException {
        running.log.close();
        running = start();
    }

    /// The process dies, or the machine loses its power, and is started again.
    void crash() throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> disk.cutPower(random);
            case 1 -> disk.cutPowerLosingAll();
            default -> disk.killProcess(); // its page cache is kept
        }
        running.log.close();
        running = start();
    }

    @Override
    public void close() {
        disk.killProcess();
        running.log.close();
    }
}
