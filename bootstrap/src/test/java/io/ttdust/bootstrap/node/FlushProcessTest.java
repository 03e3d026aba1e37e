package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Records on their way into files, in the real program.
@Timeout(240)
class FlushProcessTest {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final Map<String, String> QUICK =
            Map.of("TTDUST_BOOTSTRAP_API_KEY", ServerProcess.KEY, "TTDUST_FLUSH_INTERVAL", "300ms");

    private static final Pattern NEXT_CURSOR = Pattern.compile("\"next_cursor\":\"([^\"]+)\"");

    @TempDir
    Path folder;

    @Test
    @Tag("F09")
    @Tag("F13")
    void recordsComeIntoFilesAndAreReadOnceAfterAKill() throws Exception {
        Path data = folder.resolve("data");
        String first;
        try (ServerProcess server = start(data)) {
            create(server, "{\"name\":\"events\",\"partitions\":2}");
            first = server.postKeyed("/api/v1/streams/events/records", "k", "{\"keyed\":true}")
                    .body();
            send(server, 0, 700);
            awaitFlushed(data, 701);
            send(server, 700, 100);
            server.kill();
        }
        try (ServerProcess server = start(data)) {
            assertThat(numbers(server)).isEqualTo(801);
            assertThat(server.postKeyed("/api/v1/streams/events/records", "k", "{\"keyed\":true}")
                            .body())
                    .contains("\"duplicate\":1")
                    .contains(first.substring(first.indexOf("rec_"), first.indexOf("rec_") + 40));
            awaitFlushed(data, 801);
            send(server, 800, 50);
            assertThat(server.stop()).as(server.output()).isEqualTo(143);
        }
        assertThat(rows(data)).as("a graceful stop flushes what is left").isEqualTo(851);
    }

    @Test
    @Tag("F20")
    void whilePostgresStandsStillRecordsAreTakenAndComeIntoFilesAfterwards() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = start(data)) {
            create(server, "{\"name\":\"events\"}");
            send(server, 0, 100);
            awaitFlushed(data, 100);

            signal(server, "-STOP");
            try {
                Instant end = Instant.now().plusSeconds(8);
                int sent = 100;
                while (Instant.now().isBefore(end)) {
                    send(server, sent, 20);
                    sent += 20;
                }
                HttpResponse<String> ready = server.get("/health/ready");
                assertThat(ready.statusCode()).isEqualTo(200);
                assertThat(ready.body()).contains("\"degraded\"");
                assertThat(server.get(range()).statusCode()).isEqualTo(503);
                signal(server, "-CONT");
                awaitFlushed(data, sent);
                assertThat(numbers(server)).isEqualTo(sent);
                await("ready", () -> server.get("/health/ready").body().startsWith("{\"status\":\"ok\""));
            } finally {
                signal(server, "-CONT");
            }
        }
    }

    @Test
    @Tag("shared-data")
    void earthquakesAreTypedColumnsForAnotherEngine() throws Exception {
        Path samples = Path.of(System.getProperty("ttdust.shared-data"));
        Path data = folder.resolve("data");
        try (ServerProcess server = start(data)) {
            String schema = server.post(
                            "/api/v1/schemas",
                            JSON,
                            "{\"name\":\"quakes\",\"definition\":%s}"
                                    .formatted(Files.readString(samples.resolve("earthquakes.schema.json"))))
                    .body();
            int at = schema.indexOf("sch_");
            create(server, "{\"name\":\"quakes\",\"schema_id\":\"%s\"}".formatted(schema.substring(at, at + 40)));
            server.post(
                    "/api/v1/streams/quakes/records", NDJSON, Files.readString(samples.resolve("earthquakes.ndjson")));
            awaitFlushed(data, 1707);
        }
        assertThat(
                        query(
                                data,
                                "typeof(any_value(properties.mag)), typeof(any_value(properties.time)), count(DISTINCT _record_id)"))
                .isEqualTo("DOUBLE BIGINT 1707");
    }

    private ServerProcess start(Path data) throws Exception {
        return ServerProcess.start(data, folder.resolve("output"), QUICK).awaitServing();
    }

    private static void create(ServerProcess server, String stream) throws Exception {
        assertThat(server.post("/api/v1/streams", JSON, stream).statusCode()).isEqualTo(201);
    }

    private static void send(ServerProcess server, int first, int count) throws Exception {
        String lines = IntStream.range(first, first + count)
                .mapToObj("{\"n\":%d}"::formatted)
                .collect(Collectors.joining("\n"));
        HttpResponse<String> answer = server.post("/api/v1/streams/events/records", NDJSON, lines);
        assertThat(answer.body()).contains("\"accepted\":%d".formatted(count));
    }

    private static void signal(ServerProcess server, String signal) throws Exception {
        for (ProcessHandle process : server.postgresProcesses()) {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    private static String range() {
        Instant now = Instant.now();
        return "/api/v1/streams/events/records?limit=10000&start=%s&end=%s"
                .formatted(now.minusSeconds(600), now.plusSeconds(600));
    }

    /// Records of the stream, over all pages.
    private static int numbers(ServerProcess server) throws Exception {
        String range = range();
        int sum = 0;
        @Nullable String cursor = "";
        while (cursor != null) {
            String page = server.get(range + cursor).body();
            sum += page.split("\"sequence_number\":", -1).length - 1;
            Matcher next = NEXT_CURSOR.matcher(page);
            cursor = next.find() ? "&cursor=" + next.group(1) : null;
        }
        return sum;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void awaitFlushed(Path data, long rows) throws Exception {
        await("%d rows in files".formatted(rows), () -> rows(data) == rows);
    }

    private static void await(String what, Condition condition) throws Exception {
        long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(giveUp);
            TimeUnit.MILLISECONDS.sleep(100); // nobody outside the program is told of a flush
        }
    }

    private static long rows(Path data) throws Exception {
        return files(data).isEmpty() ? 0 : Long.parseLong(query(data, "count(*)"));
    }

    private static List<Path> files(Path data) throws IOException {
        Path streams = data.resolve("objects/streams");
        if (!Files.isDirectory(streams)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(streams)) {
            return all.filter(path -> path.toString().endsWith(".parquet")).toList();
        }
    }

    /// What DuckDB finds in all files.
    private static String query(Path data, String select) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT concat_ws(' ', %s) FROM read_parquet('%s/objects/streams/*/*/*/*/*/*.parquet')"
                                .formatted(select, data))) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
