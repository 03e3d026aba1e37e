package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.bootstrap.offline.LogCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose log is gone, and comes back from its archive.
@Timeout(300)
class RestoredLogTest {

    /// Nothing comes into files, so what is not in the log is nowhere.
    private static final Map<String, String> ARCHIVING = Map.of(
            "TTDUST_BOOTSTRAP_API_KEY", ServerProcess.KEY,
            "TTDUST_FLUSH_INTERVAL", "1h",
            "TTDUST_NODE_ID", "node-a",
            "TTDUST_WAL_ARCHIVE", "on");

    private static final int RECORDS_A_CALL = 5;
    private static final int CALLS = 5;

    @TempDir
    Path folder;

    @Test
    void aLostLogComesBackFromItsArchiveAndServesOn() throws Exception {
        Path data = folder.resolve("data");
        Path output = folder.resolve("output");
        try (ServerProcess server = ServerProcess.start(data, output, ARCHIVING).awaitServing()) {
            assertThat(server.post("/api/v1/streams", "application/json", "{\"name\":\"events\"}")
                            .statusCode())
                    .isEqualTo(201);
            for (int i = 0; i < CALLS; i++) {
                assertThat(server.post("/api/v1/streams/events/records", "application/x-ndjson", large(i))
                                .body())
                        .contains("\"accepted\":%d".formatted(RECORDS_A_CALL));
            }
            long giveUp = System.nanoTime() + 60_000_000_000L;
            while (archived(data).isEmpty() && System.nanoTime() < giveUp) {
                server.get("/health/ready"); // takes its time
            }
            assertThat(archived(data)).hasSize(1);
            server.kill();
        }
        try (Stream<Path> wal = Files.walk(data.resolve("wal"))) {
            for (Path path : wal.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }

        StringWriter page = new StringWriter();
        assertThat(LogCommand.run(
                        new PrintWriter(page),
                        new PrintWriter(page),
                        "restore",
                        "--from-archive",
                        data.resolve("objects").toString(),
                        "--node",
                        "node-a",
                        data.resolve("wal").toString()))
                .as(page.toString())
                .isZero();

        assertThat(page.toString())
                .contains("Restored 1 segments of node-a, from LSN 0 to ", "0..14", "The log is whole.");
        try (ServerProcess server = ServerProcess.start(data, output, ARCHIVING).awaitServing()) {
            assertThat(server.output()).contains("log.loss_recorded").contains("RESTORED");
            assertThat(records(server)).as("a page has its bound").contains("{\"n\":0,", "{\"n\":2,");
            assertThat(server.post("/api/v1/streams/events/records", "application/x-ndjson", "{\"n\":99}")
                            .body())
                    .contains("\"accepted\":1");
        }
    }

    /// Five of them are more than a segment of 16 MiB.
    private static String large(int call) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < RECORDS_A_CALL; i++) {
            lines.append("{\"n\":%d,\"filling\":\"%s\"}\n".formatted(call * RECORDS_A_CALL + i, "x".repeat(900_000)));
        }
        return lines.toString();
    }

    private static List<Path> archived(Path data) throws IOException {
        Path archive = data.resolve("objects").resolve("wal-archive").resolve("node-a");
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(archive)) {
            return files.toList();
        }
    }

    private static String records(ServerProcess server) throws Exception {
        Instant now = Instant.now();
        return server.get("/api/v1/streams/events/records?limit=100&start=%s&end=%s"
                        .formatted(now.minusSeconds(600), now.plusSeconds(60)))
                .body();
    }
}
