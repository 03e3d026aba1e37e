package io.ttdust.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.cli.client.BrokenCallException;
import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.client.Numbers;
import io.ttdust.cli.client.Producer;
import io.ttdust.cli.client.ProducerSettings;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Figures;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.payload.CycledPayloads;
import io.ttdust.cli.payload.PayloadSource;
import io.ttdust.cli.proof.DataFiles;
import io.ttdust.cli.proof.DiskFloor;
import io.ttdust.cli.proof.Findings;
import io.ttdust.cli.proof.ReadBack;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRegistry;
import io.ttdust.cli.server.ChildServer;
import io.ttdust.cli.server.Endpoints;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What happens in a demo, step by step. For one use.
final class Course {

    static final int FRAME_RECORDS = 100;
    static final int FRAMES_IN_FLIGHT = 16;

    /// Sooner than by default, so that nobody has to wait long.
    static final String FLUSH_INTERVAL = "2s";

    private static final String STREAM = "demo";
    private static final String CRASH_STREAM = "demo-crash";
    private static final long SECOND_LEAST = 10_000;
    private static final long SECOND_MOST = 50_000;
    private static final int PAGE_SHOWN = 3;
    private static final int PAYLOAD_SHOWN = 72;
    private static final Duration CLOCK_LEEWAY = Duration.ofMinutes(1);
    private static final Duration FLOOR_SPAN = Duration.ofMillis(300);
    private static final Duration FLUSH_MAX = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Terminal terminal;
    private final ChildServer server;
    private final Path directory;
    private final Path data;
    private final String apiKey;
    private final PayloadSource payloads;
    private final byte[] schema;
    private final InstantSource clock = InstantSource.system();
    private final Instant began = clock.instant().minus(CLOCK_LEEWAY);

    Course(
            Terminal terminal,
            ChildServer server,
            Path directory,
            Path data,
            String apiKey,
            PayloadSource payloads,
            byte[] schema) {
        this.terminal = terminal;
        this.server = server;
        this.directory = directory;
        this.data = data;
        this.apiKey = apiKey;
        this.payloads = payloads;
        this.schema = schema;
    }

    /// Goes through all of it; the server is stopped at the end.
    DemoReport run() {
        Endpoints endpoints = start("1. Start a server");
        Batch first = batch(STREAM, payloads, "first-", answered -> {});
        long sendNanos;
        try (RestClient rest = new RestClient(endpoints.rest(), apiKey);
                GrpcClient grpc = new GrpcClient(endpoints.grpc(), apiKey)) {
            register(rest);
            sendNanos = send(first, grpc);
            if (first.tally().accepted() > 0) {
                query(rest);
            }
        }
        DataFiles files = awaitFiles(first.tally().accepted());
        long floorNanos = DiskFloor.measure(directory, FLOOR_SPAN);

        Batch second = killInTheMiddle(endpoints);
        List<Long> unanswered = second.producer().open();
        terminal.line(
                "  killed; %s records were acknowledged, %s sent and not answered",
                Figures.grouped(second.tally().acked().count()), Figures.grouped(unanswered.size()));

        long launched = System.nanoTime();
        Endpoints again = start("6. Start it again on the same directory");
        long restartNanos = System.nanoTime() - launched;
        try (GrpcClient grpc = new GrpcClient(again.grpc(), apiKey)) {
            terminal.step("7. Read everything, from files and log, and compare it, byte for byte, with what was sent");
            Findings firstRead = readBack(grpc, first);
            Findings cutRead = readBack(grpc, second);
            long torn = torn(cutRead, second, unanswered);
            terminal.line(
                    "  of the unanswered %s had become durable, the rest is not there; %d are torn",
                    Figures.grouped(cutRead.unclaimed().size() - torn), torn);
            terminal.step("8. Send the unanswered again with their keys, then the rest of the batch");
            second.send(grpc);
            terminal.line(
                    "  %s of them were there already and answered as duplicates",
                    Figures.grouped(second.tally().duplicate()));
            Findings secondRead = readBack(grpc, second);
            server.stop();
            return new DemoReport(
                    directory,
                    first.tally(),
                    second.tally(),
                    new DemoReport.Reads(firstRead, cutRead, secondRead, torn),
                    unanswered.size(),
                    sendNanos,
                    restartNanos,
                    floorNanos,
                    files,
                    syncsPerRecord());
        }
    }

    private Endpoints start(String title) {
        terminal.step("%s", title);
        long launched = System.nanoTime();
        Endpoints endpoints = server.start();
        terminal.line(
                "  ready after %s at %s, gRPC at %s",
                Figures.seconds(System.nanoTime() - launched), endpoints.rest(), endpoints.grpc());
        return endpoints;
    }

    private void register(RestClient rest) {
        terminal.step("2. Register the schema and create a stream");
        String schemaId = new SchemaRegistry(rest).create("demo", Definition.parse(schema));
        terminal.line("  schema 'demo' is %s", schemaId);
        terminal.line("  stream '%s' is %s", STREAM, rest.createStream(STREAM, schemaId));
        terminal.line("  stream '%s' is %s", CRASH_STREAM, rest.createStream(CRASH_STREAM, schemaId));
    }

    private Batch batch(String stream, PayloadSource source, String keys, LongConsumer onFrame) {
        Tally tally = new Tally(terminal.progress(source.size(), "records"), onFrame);
        ProducerSettings settings = new ProducerSettings(stream, keys, FRAME_RECORDS, FRAMES_IN_FLIGHT, false, 0);
        return new Batch(stream, source, new Producer(settings, source, Numbers.below(source.size()), tally), tally);
    }

    /// Sends a batch whole.
    ///
    /// @return the nanoseconds it took
    private long send(Batch batch, GrpcClient grpc) {
        terminal.step(
                "3. Send %s records over gRPC, each with an idempotency key",
                Figures.grouped(batch.payloads().size()));
        long sent = System.nanoTime();
        batch.send(grpc);
        long nanos = System.nanoTime() - sent;
        Tally tally = batch.tally();
        terminal.line(
                "  accepted %s, rejected %s, duplicate %s, conflict %s, refused for now %s",
                Figures.grouped(tally.accepted()),
                Figures.grouped(tally.rejected()),
                Figures.grouped(tally.duplicate()),
                Figures.grouped(tally.conflict()),
                Figures.grouped(tally.refused()));
        if (!tally.samples().isEmpty()) {
            terminal.line("  why, for example:");
            tally.samples().forEach(sample -> terminal.line("    %s", sample));
        }
        return nanos;
    }

    private void query(RestClient rest) {
        JsonNode page = rest.page(STREAM, began, clock.instant().plus(CLOCK_LEEWAY), PAGE_SHOWN);
        JsonNode records = page.path("records");
        terminal.line("  a page by time, GET /api/v1/streams/%s/records:", STREAM);
        for (JsonNode record : records) {
            String payload = record.path("payload").toString();
            terminal.line(
                    "    %s  %s  %s",
                    record.path("sequence_number").asText(),
                    record.path("ingested_at").asText(),
                    payload.length() <= PAYLOAD_SHOWN ? payload : payload.substring(0, PAYLOAD_SHOWN) + "...");
        }
        JsonNode one = records.path(records.size() - 1);
        String id = one.path("record_id").asText();
        JsonNode found = rest.find(STREAM, id);
        if (!found.path("record").path("payload").equals(one.path("payload"))) {
            throw new CommandException("record " + id + " is in the page and not found by its id: " + found);
        }
        terminal.line("  one by its id: %s is there", id);
    }

    /// Waits until the first batch lies in files, and shows what they are.
    private DataFiles awaitFiles(long accepted) {
        terminal.step("4. Wait until the records lie in Parquet files (every %s here; 10s by default)", FLUSH_INTERVAL);
        long began = System.nanoTime();
        DataFiles files = DataFiles.of(data, STREAM);
        while (files.rows() < accepted) {
            if (System.nanoTime() - began > FLUSH_MAX.toNanos()) {
                throw new CommandException("after %s only %d of %d records lie in files"
                        .formatted(Figures.seconds(FLUSH_MAX.toNanos()), files.rows(), accepted));
            }
            LockSupport.parkNanos(LOOK_NANOS);
            files = DataFiles.of(data, STREAM);
        }
        terminal.line(
                "  %s records in %d files, %s bytes, after %s",
                Figures.grouped(files.rows()),
                files.files().size(),
                Figures.grouped(files.bytes()),
                Figures.seconds(System.nanoTime() - began));
        if (!files.files().isEmpty()) {
            Path one = files.files().getFirst();
            terminal.line("  one of them: %s", data.relativize(one));
            terminal.line("  its columns:");
            FileColumns.of(one).forEach(column -> terminal.line("    %s", column));
        }
        return files;
    }

    /// Sends a second batch and kills the server when two fifths of it are answered.
    private Batch killInTheMiddle(Endpoints endpoints) {
        long size = Math.clamp(payloads.size() / 2, SECOND_LEAST, SECOND_MOST);
        terminal.step(
                "5. Send %s more to a second stream, and kill the server (kill -9) in the middle",
                Figures.grouped(size));
        try (KillSwitch kill = new KillSwitch(server);
                GrpcClient grpc = new GrpcClient(endpoints.grpc(), apiKey)) {
            Batch batch = batch(CRASH_STREAM, new CycledPayloads(payloads, size), "second-", answered -> {
                if (answered >= size * 2 / 5) {
                    kill.pull();
                }
            });
            try {
                batch.send(grpc);
            } catch (BrokenCallException e) {
                if (!kill.isPulled()) {
                    throw new CommandException("the server ended the call before it was killed: " + e.getMessage(), e);
                }
            }
            return batch;
        }
    }

    private Findings readBack(GrpcClient grpc, Batch batch) {
        ReadBack readBack = new ReadBack(batch.tally().acked(), batch.payloads());
        long start = micros(began);
        long end = micros(clock.instant().plus(CLOCK_LEEWAY));
        grpc.readAll(
                batch.stream(),
                start,
                end,
                record -> readBack.read(
                        record.getPartition(),
                        record.getSequenceNumber(),
                        record.getPayload().toByteArray()));
        Findings findings = readBack.findings();
        terminal.line(
                "  stream '%s': %s acknowledged, %s read, %d lost, %d doubled",
                batch.stream(),
                Figures.grouped(batch.tally().acked().count()),
                Figures.grouped(findings.read()),
                findings.lost(),
                findings.doubled());
        return findings;
    }

    /// How many of the records nobody acknowledged are not one of the unanswered, byte for byte.
    private static long torn(Findings findings, Batch batch, List<Long> unanswered) {
        Set<ByteBuffer> sent = new HashSet<>();
        for (long number : unanswered) {
            sent.add(ByteBuffer.wrap(batch.payloads().payload(number)));
        }
        return findings.unclaimed().stream()
                .filter(record -> !sent.contains(record.payload()))
                .count();
    }

    /// Of the run that was just stopped; null when the server did not say.
    private @Nullable Double syncsPerRecord() {
        JsonNode statistics = server.lastEvent("log.statistics");
        long records = statistics.path("records").asLong();
        return records == 0 ? null : (double) statistics.path("fsyncs").asLong() / records;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
