package io.ttdust.application.flush;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog;
import io.ttdust.application.port.catalog.InMemoryNodeRegistry;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.application.port.storage.InMemoryColumnFileFormat;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import io.ttdust.application.query.LookupRecord;
import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.stream.StreamDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Log, catalogue, objects and file format as fakes, with the use cases that flush and read over them.
public final class StorageFixture {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final UUID LOG_ID = new UUID(1, 2);

    public final MutableClock clock = new MutableClock(START);
    public final InMemoryRecordLog log = new InMemoryRecordLog(clock);
    public final InMemoryNodeRegistry nodes = new InMemoryNodeRegistry();
    public final InMemoryDataFileCatalog catalog = new InMemoryDataFileCatalog(nodes);
    public final InMemoryObjectStore objects = new InMemoryObjectStore();
    public final InMemoryColumnFileFormat format = new InMemoryColumnFileFormat();
    public final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    public final InMemorySchemaRepository schemas = new InMemorySchemaRepository();
    public final QueryTimeRange queryTimeRange = new QueryTimeRange(log, catalog, objects, format);
    public final LookupRecord lookupRecord = new LookupRecord(log, catalog, objects, format);
    private final Random random = new Random(1);
    private final CreateStream createStream = new CreateStream(
            streams, schemas, new StreamCatalog(streams, schemas, new FakeSchemaCompiler()), clock, random);
    private NodeEpoch owner = nodes.open("n1", LOG_ID);
    private FlushPartitions flushPartitions = flushing(64 << 20);

    /// Creates a stream that takes any JSON object.
    public StreamDefinition stream(String name, int partitions) {
        return switch (createStream.create(name, null, "", partitions, Map.of())) {
            case Result.Ok<StreamDefinition>(StreamDefinition stream) -> stream;
            case Result.Refused<StreamDefinition>(Problem problem) ->
                throw new IllegalArgumentException(problem.message());
        };
    }

    /// Another start of the node: the log learns the checkpoints, and flushing begins anew with nothing remembered.
    public void restart() {
        owner = nodes.open("n1", LOG_ID);
        log.flushed(catalog.checkpoints());
        flushPartitions = flushing(64 << 20);
    }

    /// Makes rounds and files of at most so many bytes of the log from now on.
    public void limitRounds(long bytes) {
        flushPartitions = flushing(bytes);
    }

    /// Flushes one round of what can be read of `reader`.
    public FlushReport flushOver(LogReader reader) {
        return flushing(reader, 64 << 20).flush(log.backlog());
    }

    private FlushPartitions flushing(long bytes) {
        return flushing(log, bytes);
    }

    private FlushPartitions flushing(LogReader reader, long bytes) {
        return new FlushPartitions(
                reader,
                log,
                catalog,
                objects,
                format,
                new FlushedStreams(streams, schemas),
                owner,
                FlushSettings.of(bytes, 1),
                Runnable::run,
                clock,
                random);
    }

    FlushPartitions flushPartitions() {
        return flushPartitions;
    }

    public NodeEpoch owner() {
        return owner;
    }

    /// Flushes one round of whatever there is.
    public FlushReport flush() {
        return flushPartitions.flush(log.backlog());
    }

    /// Appends records `{"n":first}`, `{"n":first+1}`, …, received together.
    public void append(StreamDefinition stream, int partition, int first, int records) {
        RecordBatch.Builder batch = RecordBatch.builder(records, 64);
        for (int i = 0; i < records; i++) {
            batch.add(("{\"n\":" + (first + i) + "}").getBytes(UTF_8));
        }
        append(stream, partition, batch.build());
    }

    /// Appends one record with an idempotency key.
    public void appendKeyed(StreamDefinition stream, String key) {
        append(
                stream,
                0,
                RecordBatch.builder(1, 64)
                        .add("{}".getBytes(UTF_8), RecordAttributes.ofKey(key))
                        .build());
    }

    public void append(StreamDefinition stream, int partition, RecordBatch batch) {
        log.append(stream.id(), partition, stream.schemaVersion(), batch).join();
    }

    public void deleteAbandoned() {
        new DeleteAbandoned(catalog, objects, owner, clock).delete();
    }

    public void advance(Duration by) {
        clock.advance(by);
    }
}
