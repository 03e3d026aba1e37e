package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose log lost something durable, from the refusal to the gap that everybody can see.
@Timeout(300)
class LostRecordsTest {

    /// Nothing comes into files.
    private static final Map<String, String> UNFLUSHED =
            Map.of("TTDUST_BOOTSTRAP_API_KEY", ServerProcess.KEY, "TTDUST_FLUSH_INTERVAL", "1h");

    private static final Map<String, String> UNSYNCED =
            Map.of("TTDUST_FLUSH_INTERVAL", "100ms", "TTDUST_WAL_SYNC", "interval");

    private static final Pattern ACCEPT = Pattern.compile("--accept-loss-at ([0-9]+);");

    @TempDir
    Path folder;

    @Test
    @Tag("F04")
    void aRefusedStartNamesTheWayOnAndTheRestIsServedAndFlushed() throws Exception {
        Path data = folder.resolve("data");
        Path output = folder.resolve("output");
        try (ServerProcess server = ServerProcess.start(data, output, UNFLUSHED).awaitServing()) {
            assertThat(server.post("/api/v1/streams", "application/json", "{\"name\":\"events\"}")
                            .statusCode())
                    .isEqualTo(201);
            for (int i = 0; i < 3; i++) {
                assertThat(server.post(
                                        "/api/v1/streams/events/records",
                                        "application/x-ndjson",
                                        "{\"n\":%d}".formatted(i))
                                .body())
                        .contains("\"accepted\":1")
                        .contains("\"durability\":\"fsync\"");
            }
            server.kill(); // told to stop, it would bring all of it into files
        }
        damage(data.resolve("wal"), "{\"n\":1}");

        long lsn;
        try (ServerProcess refused = ServerProcess.start(data, output, UNFLUSHED)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            Matcher matcher = ACCEPT.matcher(refused.output());
            assertThat(matcher.find()).as(refused.output()).isTrue();
            lsn = Long.parseLong(matcher.group(1));
        }
        try (ServerProcess server = ServerProcess.start(
                        data, output, UNFLUSHED, "--accept-loss-at", String.valueOf(lsn))
                .awaitServing()) {
            assertThat(server.output()).contains("log.loss_recorded");
            assertThat(records(server)).contains("{\"n\":0}", "{\"n\":2}").doesNotContain("{\"n\":1}");
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(data, output, UNSYNCED).awaitServing()) {
            long giveUp = System.nanoTime() + 60_000_000_000L;
            while (files(data) < 2 && System.nanoTime() < giveUp) {
                server.get("/health/ready"); // takes its time
            }
            assertThat(files(data)).as("a file on each side of the gap").isEqualTo(2);
            assertThat(records(server)).contains("{\"n\":0}", "{\"n\":2}").doesNotContain("{\"n\":1}");
            assertThat(server.post("/api/v1/streams/events/records", "application/x-ndjson", "{\"n\":3}")
                            .body())
                    .contains("\"durability\":\"written\"");
        }
    }

    /// Flips a bit in the one segment file that holds `text`.
    private static void damage(Path wal, String text) throws IOException {
        for (Path segment : list(wal, ".wal")) {
            byte[] bytes = Files.readAllBytes(segment);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
            if (at >= 0) {
                bytes[at] ^= 1;
                Files.write(segment, bytes);
                return;
            }
        }
        throw new AssertionError("no segment holds " + text);
    }

    private static int files(Path data) throws IOException {
        return list(data, ".parquet").size();
    }

    private static List<Path> list(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(suffix))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static String records(ServerProcess server) throws Exception {
        Instant now = Instant.now();
        return server.get("/api/v1/streams/events/records?limit=100&start=%s&end=%s"
                        .formatted(now.minusSeconds(600), now.plusSeconds(60)))
                .body();
    }
}
