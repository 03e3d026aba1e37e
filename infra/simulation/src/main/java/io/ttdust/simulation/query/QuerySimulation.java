package io.ttdust.simulation.query;

import io.ttdust.application.flush.FlushReport;
import io.ttdust.application.flush.SupersededException;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog.State;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.record.StreamRecord;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One seed: some sixty steps of ingesting, flushing, querying, dying and recovering, in an order that the seed
/// decides. Every answer is compared with a [Model].
public final class QuerySimulation implements AutoCloseable {

    private static final int STEPS = 60;
    private static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);

    private final Random random;
    private final Node node;
    private final Model model = new Model();
    private final List<StreamDefinition> streams;
    private final List<OpenQuery> open = new ArrayList<>();
    private int sent;

    private QuerySimulation(long seed) throws IOException {
        random = new Random(seed);
        node = new Node(random);
        streams = List.of(node.createStream("clicks", 1), node.createStream("wide", 3));
    }

    /// Runs the seed to its end.
    ///
    /// @throws AssertionError if any answer was not the model's
    public static void run(long seed) throws Exception {
        try (QuerySimulation simulation = new QuerySimulation(seed)) {
            for (int step = 0; step < STEPS; step++) {
                simulation.step();
            }
            simulation.end();
        }
    }

    private void step() throws Exception {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> ingest();
            case 6, 7, 8 -> flush();
            case 9, 10, 11, 12 -> nextPage();
            case 13 -> openQuery();
            case 14 -> lookUp();
            case 15, 16 -> node.clock.advance(Duration.ofSeconds(random.nextInt(-600, 2400)));
            case 17 -> tidy();
            case 18 -> node.restart();
            default -> die();
        }
    }

    private void ingest() throws Exception {
        StreamDefinition stream = anyStream();
        int partition = random.nextInt(stream.partitions());
        RecordBatch batch = batch();
        try {
            Appended place = node.running()
                    .log()
                    .append(stream.id(), partition, stream.schemaVersion(), batch)
                    .get(30, TimeUnit.SECONDS);
            model.acknowledged(stream.id(), partition, batch, place);
        } catch (StorageException | ExecutionException e) {
            throw new AssertionError("an append failed without a fault", e);
        }
    }

    private RecordBatch batch() {
        int size = random.nextInt(1, 6);
        RecordBatch.Builder batch = RecordBatch.builder(size, 64);
        for (int i = 0; i < size; i++) {
            String payload = "{\"n\":%d,\"pad\":\"%s\"}".formatted(sent++, "x".repeat(random.nextInt(200)));
            RecordAttributes own = random.nextInt(4) == 0
                    ? new RecordAttributes(null, "k" + i, Map.of("m", "v" + sent), random.nextLong(1L << 50))
                    : RecordAttributes.NONE;
            batch.add(payload.getBytes(StandardCharsets.UTF_8), own);
        }
        return batch.build();
    }

    /// Dies while a batch is on its way to the disk, or between two operations.
    private void die() throws Exception {
        if (random.nextBoolean()) {
            StreamDefinition stream = anyStream();
            int partition = random.nextInt(stream.partitions());
            RecordBatch batch = batch();
            node.disk().killAtOperation(random.nextInt(1, 4));
            try {
                Appended place = node.running()
                        .log()
                        .append(stream.id(), partition, stream.schemaVersion(), batch)
                        .get(30, TimeUnit.SECONDS);
                model.acknowledged(stream.id(), partition, batch, place);
            } catch (StorageException | ExecutionException | TimeoutException e) {
                model.unanswered(stream.id(), partition, batch);
            }
        }
        crash();
    }

    private void crash() throws IOException {
        node.crash();
        for (StreamDefinition stream : streams) {
            model.recover(stream.id(), shown(stream));
        }
    }

    private List<Expected> shown(StreamDefinition stream) {
        return node.running().queryTimeRange().query(stream, ALL, QueryTimeRange.LIMIT_MAX, null).records().stream()
                .map(Expected::of)
                .toList();
    }

    /// Flushes a round; at times something fails on the way, and at times the process dies of it.
    private void flush() throws IOException {
        boolean fails = random.nextInt(3) == 0;
        if (fails) {
            switch (random.nextInt(5)) {
                case 0 -> node.catalog.failNext();
                case 1 -> node.catalog.failNextCommit();
                case 2 -> node.catalog.loseNextAnswer();
                case 3 -> node.objects.failNextPut();
                default -> node.objects.loseNextAnswer();
            }
        }
        try {
            FlushReport report =
                    node.running().flushPartitions().flush(node.running().log().backlog());
            if (!report.failures().isEmpty()) {
                throw new AssertionError(
                        "a partition cannot be flushed", report.failures().getFirst());
            }
        } catch (SupersededException e) {
            throw new AssertionError("a flush was given up although nobody took over", e);
        } catch (StorageException e) {
            if (!fails) {
                throw new AssertionError("a flush failed without a fault", e);
            }
            if (random.nextBoolean()) {
                crash();
            }
        }
        node.catalog.disarm();
        node.objects.disarm();
    }

    /// As the node does it: rows of a commit whose outcome is not known are left alone.
    private void tidy() {
        if (!node.running().flushPartitions().isUndecided()) {
            node.deleteAbandoned();
        }
    }

    private void openQuery() {
        List<Expected> all = model.all(streams.getFirst().id());
        TimeRange range = ALL;
        if (!all.isEmpty() && random.nextBoolean()) {
            long one = all.get(random.nextInt(all.size())).micros();
            long other = all.get(random.nextInt(all.size())).micros();
            range = new TimeRange(Math.min(one, other), Math.max(one, other) + random.nextInt(1, 3));
        }
        open.add(new OpenQuery(anyStream(), range, random.nextInt(1, 12)));
    }

    private void nextPage() {
        if (open.isEmpty()) {
            openQuery();
        }
        OpenQuery query = open.get(random.nextInt(open.size()));
        query.next(node.running().queryTimeRange(), model);
        open.removeIf(OpenQuery::hasEnded);
    }

    private void lookUp() {
        StreamDefinition stream = anyStream();
        List<Expected> all = model.all(stream.id());
        if (all.isEmpty()) {
            return;
        }
        Expected wanted = all.get(random.nextInt(all.size()));
        RecordId id = RecordId.of(stream.id().tag(), wanted.partition(), wanted.offset(), wanted.micros());
        Optional<StreamRecord> found = node.running().lookupRecord().byId(stream, id);
        if (!found.map(Expected::of).equals(Optional.of(wanted))) {
            throw new AssertionError("%s was to be %s and is %s".formatted(id, wanted, found));
        }
        RecordId absent =
                RecordId.of(stream.id().tag(), wanted.partition(), wanted.offset() + 100_000, wanted.micros());
        if (node.running().lookupRecord().byId(stream, absent).isPresent()) {
            throw new AssertionError("%s was found, and nobody sent it".formatted(absent));
        }
    }

    /// All queries to their end, everything flushed, everything read from files alone, and no object without a row.
    private void end() throws Exception {
        while (!open.isEmpty()) {
            nextPage();
        }
        node.restart();
        while (!node.running().log().backlog().isEmpty()) {
            node.running().flushPartitions().flush(node.running().log().backlog());
        }
        for (StreamDefinition stream : streams) {
            if (!shown(stream).equals(model.all(stream.id()))) {
                throw new AssertionError("at the end %s%n  shows %s%n  not   %s"
                        .formatted(stream.name(), shown(stream), model.all(stream.id())));
            }
        }
        node.clock.advance(Duration.ofHours(1));
        List<String> left = node.deleteAbandoned();
        List<String> live = node.catalog.keys(State.LIVE).stream()
                .filter(key -> key.startsWith("streams/"))
                .toList();
        if (!left.equals(live)) {
            throw new AssertionError("objects %s are not those of live rows %s".formatted(left, live));
        }
    }

    private StreamDefinition anyStream() {
        return streams.get(random.nextInt(streams.size()));
    }

    @Override
    public void close() {
        node.close();
    }
}
