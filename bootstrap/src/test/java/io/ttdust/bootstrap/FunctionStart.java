package io.ttdust.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemorySecretRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a cloud function does at a cold start: assemble the core over ports of its own and ingest a record. Prints
/// the milliseconds since the JVM started, the records accepted, and the sockets it holds.
final class FunctionStart {

    private FunctionStart() {}

    public static void main(String[] args) throws IOException {
        InstantSource clock = InstantSource.system();
        InMemoryRecordLog log = new InMemoryRecordLog(clock);
        SchemaCompiler compiler =
                definition -> Result.ok(new CompiledSchema("0".repeat(64), (bytes, from, length) -> null));
        Core core = Core.assemble(
                new Ports(
                        log,
                        log,
                        compiler,
                        new InMemorySchemaRepository(),
                        new InMemoryStreamRepository(),
                        new InMemoryApiKeyRepository(),
                        new InMemorySecretRepository(),
                        List.of()),
                clock,
                new IdempotencyKeys(clock, 1000),
                32 << 20,
                Duration.ofHours(1));
        SchemaVersion schema = value(core.createSchema().create("default", "events", "", "{}"));
        StreamDefinition stream =
                value(core.createStream().create("events", schema.schemaId().toString(), "", Map.of()));
        OpenStream open = value(core.streamCatalog().find(stream.id().toString()));
        IngestOutcome outcome = core.ingestRecords()
                .ingest(
                        open,
                        RecordBatch.builder(1, 16).add("{}".getBytes(UTF_8)).build())
                .join();
        int accepted = outcome instanceof IngestOutcome.Answered answered ? answered.acceptedCount() : 0;
        long millis = ManagementFactory.getRuntimeMXBean().getUptime();
        try (PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, UTF_8)) {
            out.printf("millis=%d accepted=%d sockets=%d%n", millis, accepted, sockets());
        }
    }

    private static <T> T value(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(var problem) -> throw new IllegalStateException(problem.message());
        };
    }

    private static long sockets() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.filter(FunctionStart::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed between listing and looking: the descriptor of the listing itself
        }
    }
}
