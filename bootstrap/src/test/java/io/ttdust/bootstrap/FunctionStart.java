package io.ttdust.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.stream.StreamDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;

/// What a cloud function does at a cold start: assemble the core over ports of its own and ingest a record. Prints
/// the milliseconds since the JVM started, the records accepted, and the sockets it holds.
final class FunctionStart {

    private FunctionStart() {}

    public static void main(String[] args) throws IOException {
        Core core = InMemoryCore.over(new InMemoryRecordLog(InstantSource.system()));
        Schema schema = InMemoryCore.value(core.schemas().create().create("default", "events", "", "{}", null));
        StreamDefinition stream = InMemoryCore.value(
                core.createStream().create("events", schema.latest().schemaId().toString(), "", 1, Map.of()));
        OpenStream open =
                InMemoryCore.value(core.streamCatalog().find(stream.id().toString()));
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
