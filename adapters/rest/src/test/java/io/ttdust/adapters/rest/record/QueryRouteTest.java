package io.ttdust.adapters.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryRouteTest extends ServerTest {

    private static final String NDJSON = "application/x-ndjson";

    private String path = "";

    @BeforeEach
    void newStream() {
        path = server.newStream();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The parameters of a span of a minute around now.
    private static String now() {
        Instant now = Instant.now();
        return "?start=%s&end=%s".formatted(now.minusSeconds(30), now.plusSeconds(30));
    }

    @Test
    void recordsComeBackByteForByteInOrder() {
        String odd = "{ \"user_id\" : \"a\\u00e9\u00e9\", \"n\":1.50e+3 ,\"x\":{ } }";
        server.post(path, NDJSON, utf8(odd + "\n{\"user_id\":2}")).isOk(200);
        Answer last = server.post(path, "{\"user_id\":3}").isOk(200);

        Answer page = server.get(path + now()).isOk(200);

        assertThat(page.list("records")).hasSize(3);
        assertThat(page.body()).contains("\"payload\":" + odd + ",\"metadata\":{}}");
        assertThat(page.at("records/2/record_id")).isEqualTo(last.at("results/0/record_id"));
        assertThat(page.at("records/2/ingested_at")).isEqualTo(last.at("results/0/ingested_at"));
        assertThat(page.at("records/2/sequence_number")).isEqualTo(2L);
        assertThat(page.at("records/2/payload")).isEqualTo(Map.of("user_id", 3L));
        assertThat(page.at("next_cursor")).isNull();
        assertThat(page.at("metadata/records_scanned")).isEqualTo(3L);
        assertThat(page.at("metadata/partitions_scanned")).isEqualTo(1L);
        assertThat(page.at("metadata/files_pruned")).isEqualTo(0L);
        assertThat(page.at("metadata/cache_hits")).isEqualTo(0L);
        assertThat(page.at("metadata/execution_time_ms")).isInstanceOf(Long.class);
        assertThat(page.text("metadata/complete_through"))
                .matches(".*T.*\\.\\d{6}Z")
                .isGreaterThanOrEqualTo(page.text("records/2/ingested_at"));
    }

    @Test
    void bothEndsBelongToTheRange() {
        String at = server.post(path, "{\"user_id\":1}").text("results/0/ingested_at");
        Instant instant = Instant.parse(at);

        assertThat(records(at, at)).isEqualTo(1);
        assertThat(records(at, instant.plusSeconds(1).toString())).isEqualTo(1);
        assertThat(records(instant.minusSeconds(1).toString(), at)).isEqualTo(1);
        assertThat(records(instant.minusSeconds(1).toString(), micro(instant, -1)))
                .isZero();
        assertThat(records(micro(instant, 1), instant.plusSeconds(1).toString()))
                .isZero();
        assertThat(records(
                        instant.plusNanos(1).toString(), instant.plusSeconds(1).toString()))
                .isZero();
        assertThat(records(instant.plusNanos(1).toString(), instant.plusNanos(2).toString()))
                .isZero();
        assertThat(records(at.replace("Z", "%2B00:00"), at.replace("Z", "-00:00")))
                .isEqualTo(1);
    }

    private static String micro(Instant instant, int micros) {
        return instant.plus(micros, ChronoUnit.MICROS).toString();
    }

    private int records(String start, String end) {
        return server.get(path + "?start=" + start + "&end=" + end)
                .isOk(200)
                .list("records")
                .size();
    }

    @Test
    void pagesFollowTheCursorToTheEndAndCoverEachRecordOnce() {
        List<String> sent = new ArrayList<>();
        for (int request = 0; request < 4; request++) {
            Answer answer = server.post(path, NDJSON, utf8("{\"user_id\":1}\n".repeat(5)));
            answer.list("results").forEach(result -> sent.add(String.valueOf(((Map<?, ?>) result).get("record_id"))));
        }

        List<String> read = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            Answer page = server.get(path + now() + "&limit=3" + cursor).isOk(200);
            page.list("records").forEach(record -> read.add(String.valueOf(((Map<?, ?>) record).get("record_id"))));
            cursor = page.at("next_cursor") == null ? "" : "&cursor=" + page.text("next_cursor");
            pages++;
        } while (!cursor.isEmpty());

        assertThat(read).isEqualTo(sent);
        assertThat(pages).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?start=2026-01-01T00:00:00Z",
                "?end=2026-01-01T00:00:00Z",
                "?start=2026-01-01&end=2026-01-02",
                "?start=2026-01-01T00:00:00&end=2026-01-01T01:00:00",
                "?start=2026-01-01T00:00:00+01:00&end=2026-01-01T01:00:00Z",
                "?start=1767225600&end=1767225601",
                "?start=2026-01-01T00:00:01Z&end=2026-01-01T00:00:00Z",
                "?start=2026-01-01T00:00:00Z&end=2026-01-08T00:00:00.000001Z",
                "?start=2026-01-01T00:00:00Z&end=%2B99999-01-08T00:00:00Z",
                "?start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z&limit=0",
                "?start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z&limit=10001",
                "?start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z&limit=ten",
                "?start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z&cursor=forged",
                "?start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z&order=desc",
                "?start=2026-01-01T00:00:00Z&start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z",
                "?key_field=_record_id",
                "?key_value=x",
                "?key_field=user_id&key_value=x",
                "?key_field=_record_id&key_value=x",
                "?key_field=_record_id&key_value=x&limit=1"
            })
    @Tag("B13")
    @Tag("B06")
    void aParameterThatIsWrongMissingOrUnknownIsRefused(String query) {
        server.get(path + query).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void sevenDaysAreAllowed() {
        server.get(path + "?start=2026-01-01T00:00:00Z&end=2026-01-08T00:00:00Z&limit=10000")
                .isOk(200);
    }

    @Test
    @Tag("B13")
    void aCursorOfAnotherStreamOrAChangedOneIsRefused() {
        server.post(path, NDJSON, utf8("{\"user_id\":1}\n".repeat(2))).isOk(200);
        String cursor = server.get(path + now() + "&limit=1").text("next_cursor");
        String changed = (cursor.charAt(10) == 'A' ? 'B' : 'A') + "";

        server.get(server.newStream() + now() + "&cursor=" + cursor).isProblem(400, "INVALID_REQUEST");
        server.get(path + now() + "&cursor=" + cursor.substring(0, 10) + changed + cursor.substring(11))
                .isProblem(400, "INVALID_REQUEST");
        server.get(path + now() + "&cursor=" + "A".repeat(3000)).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void oneRecordIsFoundByItsId() {
        String id = server.post(path, "{\"user_id\": 7}").text("results/0/record_id");

        Answer found =
                server.get(path + "?key_field=_record_id&key_value=" + id).isOk(200);
        assertThat(found.at("found")).isEqualTo(true);
        assertThat(found.at("record/record_id")).isEqualTo(id);
        assertThat(found.body()).contains("\"payload\":{\"user_id\": 7}");

        Answer absent = server.get(path + "?key_field=_record_id&key_value=rec_019b76da-a800-7000-8000-000000000000");
        assertThat(absent.isOk(200).body()).isEqualTo("{\"found\":false,\"record\":null}");
        Answer other = server.get(server.newStream() + "?key_field=_record_id&key_value=" + id);
        assertThat(other.isOk(200).at("found")).isEqualTo(false);
    }

    @Test
    void metadataThatCameAnotherWayIsShown() {
        StreamId stream =
                StreamId.parse(server.get(path.replace("/records", "")).text("stream_id"));
        RecordAttributes attributes = new RecordAttributes(
                null, null, Map.of("so\"urce", "\u00e9\ud83d\ude00"), RecordAttributes.NO_EVENT_TIME);
        RecordBatch batch = RecordBatch.builder(1, 16)
                .add(utf8("{\"user_id\":1}"), attributes)
                .build();
        assertThat(server.log.append(stream, 0, 1, batch)).succeedsWithin(Duration.ofSeconds(10));

        assertThat(server.get(path + now()).at("records/0/metadata"))
                .isEqualTo(Map.of("so\"urce", "\u00e9\ud83d\ude00"));
    }

    @Test
    void aStreamThatDoesNotExistIsNotFound() {
        server.get("/api/v1/streams/nothing/records" + now()).isProblem(404, "NOT_FOUND");
    }
}
