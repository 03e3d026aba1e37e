package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.proto.query.v1.Record;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/// The same records get the same verdicts, and lie in the log alike, in whichever form they are sent.
@Timeout(300)
class SameRecordsTest {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String ITEMS = "application/vnd.ttdust.records+json";
    private static final String SCHEMA = """
            {"name":"click","definition":{"type":"object","required":["user_id"],"properties":{
              "user_id":{"type":"string","minLength":1},"amount":{"type":"number","minimum":0}}}}""";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static GrpcForms grpc;

    /// What is in a stream, without what must differ: ids and times.
    private record Stored(long sequenceNumber, String payload, Map<String, String> metadata, int schemaVersion) {

        static Stored of(Record record) {
            return new Stored(
                    record.getSequenceNumber(),
                    record.getPayload().toStringUtf8(),
                    record.getMetadataMap(),
                    record.getSchemaVersion());
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("data"), folder.resolve("output"))
                .awaitServing();
        grpc = new GrpcForms(server.grpc(), ServerProcess.KEY);
        assertThat(server.post("/api/v1/schemas", JSON, SCHEMA).statusCode()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        grpc.close();
        server.close();
    }

    @Test
    void recordsWithoutAttributesInSixForms() throws Exception {
        List<SentRecord> records = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < 400; i++) {
            String payload = switch (i % 9) {
                case 2 -> "{\"user_id\":\"\",\"amount\":-%d}".formatted(i + 1);
                case 4 -> "{\"amount\":%d}".formatted(i);
                case 5 -> "[%d]".formatted(i);
                case 7 -> "{\"user_id\":\"a\",\"user_id\":\"b%d\"}".formatted(i);
                default -> "{\"user_id\" :\t\"\u00e9\\u0041\ud83d\ude00\",  \"amount\":%d.00}".formatted(i);
            };
            records.add(SentRecord.plain(payload));
            expected.add(
                    switch (i % 9) {
                        case 2 -> "VALIDATION_ERROR [/user_id, /amount]";
                        case 4 -> "VALIDATION_ERROR []";
                        case 5, 7 -> "INVALID_JSON";
                        default -> "accepted %d".formatted(accepted++);
                    });
        }

        List<String> first = grpc.stream(newStream("plain-stream"), records);
        assertThat(first).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(first.get(i)).as(records.get(i).payload()).startsWith(expected.get(i));
        }
        assertThat(grpc.unary(newStream("plain-unary"), records)).isEqualTo(first);
        assertThat(grpc.frames(newStream("plain-frames"), records)).isEqualTo(first);
        assertThat(rest(newStream("plain-array"), JSON, array(records))).isEqualTo(first);
        assertThat(rest(newStream("plain-lines"), NDJSON, lines(records))).isEqualTo(first);
        assertThat(rest(newStream("plain-items"), ITEMS, items(records))).isEqualTo(first);

        List<Stored> stored = stored("plain-stream");
        assertThat(stored).extracting(Stored::payload).containsExactlyElementsOf(payloads(records, expected));
        for (String form : List.of("unary", "frames", "array", "lines", "items")) {
            assertThat(stored("plain-" + form)).as(form).isEqualTo(stored);
        }
    }

    @Test
    void recordsWithKeysMetadataAndTimesInFourForms() throws Exception {
        List<SentRecord> records = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < 40; i++) {
            String good = "{\"user_id\":\"u%d\",\"amount\":1e2}".formatted(i);
            SentRecord whole = SentRecord.keyed("k\u00e9y-" + i, good)
                    .withPartitionKey("p" + i % 3)
                    .withMetadata(Map.of("origin", "web \"%d\"".formatted(i), "\u00e9\n", ""))
                    .withEventMicros(1_700_000_000_123_456L + i);
            int offset = accepted++;
            add(records, expected, whole, "accepted %d".formatted(offset));
            add(records, expected, whole.withMetadata(Map.of()), "duplicate %d".formatted(offset));
            add(records, expected, whole.withPartitionKey("other"), "IDEMPOTENCY_CONFLICT []");
            add(records, expected, whole.withEventMicros(-1), "IDEMPOTENCY_CONFLICT []");
            add(records, expected, SentRecord.keyed("bad-" + i, "{\"user_id\":7}"), "VALIDATION_ERROR [/user_id]");
            add(records, expected, SentRecord.keyed("", good), "INVALID_REQUEST []");
            add(records, expected, SentRecord.keyed("x".repeat(257), good), "INVALID_REQUEST []");
            // The key of a record that was rejected is free.
            add(records, expected, SentRecord.keyed("bad-" + i, good), "accepted %d".formatted(accepted++));
            add(
                    records,
                    expected,
                    SentRecord.plain(good).withMetadata(Map.of("m", "v".repeat(9000))),
                    "INVALID_REQUEST []");
            add(records, expected, SentRecord.plain(good), "accepted %d".formatted(accepted++));
        }

        assertThat(grpc.stream(newStream("full-stream"), records)).isEqualTo(expected);
        assertThat(grpc.unary(newStream("full-unary"), records)).isEqualTo(expected);
        assertThat(grpc.frames(newStream("full-frames"), records)).isEqualTo(expected);
        assertThat(rest(newStream("full-items"), ITEMS, items(records))).isEqualTo(expected);

        List<Stored> stored = stored("full-stream");
        assertThat(stored).extracting(Stored::payload).containsExactlyElementsOf(payloads(records, expected));
        assertThat(stored.getFirst().metadata()).isEqualTo(records.getFirst().metadata());
        for (String form : List.of("unary", "frames", "items")) {
            assertThat(stored("full-" + form)).as(form).isEqualTo(stored);
        }
    }

    private static void add(List<SentRecord> records, List<String> expected, SentRecord record, String verdict) {
        records.add(record);
        expected.add(verdict);
    }

    private static List<String> payloads(List<SentRecord> records, List<String> verdicts) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (verdicts.get(i).startsWith("accepted")) {
                payloads.add(records.get(i).payload());
            }
        }
        return payloads;
    }

    private static String newStream(String name) throws Exception {
        String schemas = server.get("/api/v1/schemas?limit=10").body();
        String schema = schemas.substring(0, schemas.indexOf("\"click\""));
        String id = schema.substring(schema.lastIndexOf("sch_")).substring(0, "sch_".length() + 36);
        HttpResponse<String> created =
                server.post("/api/v1/streams", JSON, "{\"name\":\"%s\",\"schema_id\":\"%s\"}".formatted(name, id));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return name;
    }

    private static List<Stored> stored(String stream) {
        return grpc.stored(stream).stream().map(Stored::of).toList();
    }

    private static String array(List<SentRecord> records) {
        return records.stream().map(SentRecord::payload).collect(Collectors.joining(" ,\n", "[", "]"));
    }

    private static String lines(List<SentRecord> records) {
        return records.stream().map(SentRecord::payload).collect(Collectors.joining("\r\n"));
    }

    private static String items(List<SentRecord> records) {
        return records.stream().map(SameRecordsTest::item).collect(Collectors.joining(",", "[", "]"));
    }

    private static String item(SentRecord record) {
        StringBuilder item = new StringBuilder("{\"payload\":").append(record.payload());
        String key = record.key();
        if (key != null) {
            item.append(",\"idempotency_key\":").append(quoted(key));
        }
        String partitionKey = record.partitionKey();
        if (partitionKey != null) {
            item.append(",\"partition_key\":").append(quoted(partitionKey));
        }
        Long eventMicros = record.eventMicros();
        if (eventMicros != null) {
            item.append(",\"event_time\":")
                    .append(quoted(
                            Instant.EPOCH.plus(eventMicros, ChronoUnit.MICROS).toString()));
        }
        return item.append(",\"metadata\":{")
                .append(record.metadata().entrySet().stream()
                        .map(pair -> quoted(pair.getKey()) + ":" + quoted(pair.getValue()))
                        .collect(Collectors.joining(",")))
                .append("}}")
                .toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /// One request; a line of text for each record's verdict.
    private static List<String> rest(String stream, String type, String body) throws Exception {
        HttpResponse<String> answer = server.post("/api/v1/streams/%s/records".formatted(stream), type, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> verdicts = new ArrayList<>();
        // JSON is YAML, too.
        Map<String, Object> json = new Yaml().load(answer.body());
        for (Object result : (List<?>) json.getOrDefault("results", List.of())) {
            Map<?, ?> verdict = (Map<?, ?>) result;
            assertThat(verdict.get("index")).isEqualTo(verdicts.size());
            verdicts.add(
                    verdict.get("error") instanceof Map<?, ?> error
                            ? "%s %s".formatted(error.get("code"), pointers(error))
                            : "%s %s".formatted(verdict.get("status"), verdict.get("sequence_number")));
        }
        return verdicts;
    }

    private static List<String> pointers(Map<?, ?> error) {
        List<String> pointers = new ArrayList<>();
        if (error.get("errors") instanceof List<?> violations) {
            for (Object violation : violations) {
                pointers.add(String.valueOf(((Map<?, ?>) violation).get("pointer")));
            }
        }
        return pointers;
    }
}
