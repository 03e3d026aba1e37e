package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ServerProcessTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final String ALL = "?start=2020-01-01T00:00:00Z&end=2020-01-01T00:00:01Z";

    @TempDir
    Path folder;

    @Test
    @Tag("F13")
    void keepsEveryAcknowledgedRecordAndKeyAcrossAHardKillAndEndsCleanlyWhenTold() throws Exception {
        Path data = folder.resolve("data");
        Path output = folder.resolve("output");
        String firstId;
        try (ServerProcess server = ServerProcess.start(data, output).awaitServing()) {
            assertThat(server.post("/api/v1/streams", JSON, "{\"name\":\"events\"}")
                            .statusCode())
                    .isEqualTo(201);
            String lines =
                    IntStream.range(0, 500).mapToObj("{\"n\":%d}"::formatted).collect(Collectors.joining("\n"));
            assertThat(server.post("/api/v1/streams/events/records", NDJSON, lines)
                            .body())
                    .contains("\"accepted\":500");
            firstId = recordId(server.postKeyed("/api/v1/streams/events/records", "k", "{\"keyed\":true}"));
            server.kill();
        }

        try (ServerProcess server = ServerProcess.start(data, output).awaitServing()) {
            HttpResponse<String> again = server.postKeyed("/api/v1/streams/events/records", "k", "{\"keyed\":true}");
            assertThat(again.body()).contains("\"duplicate\":1");
            assertThat(recordId(again)).isEqualTo(firstId);
            String found = server.get("/api/v1/streams/events/records?key_field=_record_id&key_value=" + firstId)
                    .body();
            assertThat(found).contains("\"found\":true").contains("{\"keyed\":true}");
            assertThat(server.get("/api/v1/streams/events/records" + ALL).statusCode())
                    .isEqualTo(200);
            assertThat(sequenceNumbers(server)).isEqualTo(501);

            assertThat(server.stop()).as(server.output()).isEqualTo(143);
            assertThat(server.postgres()).as("left-over postgres").isEmpty();
            assertThat(data.resolve("endpoints.json")).doesNotExist();
            assertThat(server.output()).contains("log.statistics").doesNotContain(ServerProcess.KEY);
        }
    }

    @Test
    @Tag("B20")
    void doesNotServeWithAKeyThatNobodyKnows() throws Exception {
        Path data = folder.resolve("data");
        Path output = folder.resolve("output");
        try (ServerProcess keyless = ServerProcess.start(data, output, Map.of())) {
            assertThat(keyless.exitCode()).isEqualTo(1);
            assertThat(keyless.output()).contains("there is no API key yet").contains("TTDUST_BOOTSTRAP_API_KEY");
            assertThat(keyless.postgres()).as("left-over postgres").isEmpty();
        }
        try (ServerProcess server = ServerProcess.start(data, output).awaitServing()) {
            assertThat(server.get("/api/v1/streams").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("F13")
    void refusesADataDirectoryThatAnotherProcessUses() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess first =
                        ServerProcess.start(data, folder.resolve("first")).awaitServing();
                ServerProcess second = ServerProcess.start(data, folder.resolve("second"))) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output()).contains("another TTDust process uses " + data);
            assertThat(first.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(Files.exists(data.resolve("endpoints.json"))).isTrue();
        }
    }

    @Test
    @Tag("F13")
    void refusesALogThatAnotherProcessUses() throws Exception {
        Map<String, String> sharedLog = Map.of(
                "TTDUST_WAL_DIRECTORY",
                folder.resolve("log").toString(),
                "TTDUST_BOOTSTRAP_API_KEY",
                ServerProcess.KEY);
        try (ServerProcess first = ServerProcess.start(folder.resolve("one"), folder.resolve("first"), sharedLog)
                        .awaitServing();
                ServerProcess second =
                        ServerProcess.start(folder.resolve("two"), folder.resolve("second"), sharedLog)) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output())
                    .contains("another")
                    .contains(folder.resolve("log").toString());
            assertThat(first.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    private static int sequenceNumbers(ServerProcess server) throws Exception {
        java.time.Instant now = java.time.Instant.now();
        String page = server.get("/api/v1/streams/events/records?limit=10000&start=%s&end=%s"
                        .formatted(now.minusSeconds(600), now.plusSeconds(600)))
                .body();
        return page.split("\"sequence_number\":", -1).length - 1;
    }

    private static String recordId(HttpResponse<String> answer) {
        String body = answer.body();
        int at = body.indexOf("rec_");
        assertThat(at).as(body).isPositive();
        return body.substring(at, at + 40);
    }
}
