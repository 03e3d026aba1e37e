package io.ttdust.adapters.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.id.StreamId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestRouteTest extends ServerTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String GOOD = "{\"user_id\":\"a\"}";

    private String path = "";

    @BeforeEach
    void newStream() {
        path = server.newStream();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The payloads in the log of the stream.
    private List<String> logged() {
        Answer stream = server.get(path.replace("/records", ""));
        List<String> payloads = new ArrayList<>();
        server.log.read(StreamId.parse(stream.text("stream_id")), 0, 0, server.log.horizon(), batch -> {
            for (int i = 0; i < batch.records().size(); i++) {
                payloads.add(StandardCharsets.UTF_8
                        .decode(batch.records().payload(i))
                        .toString());
            }
            return true;
        });
        return payloads;
    }

    private HttpRequest.Builder single(String body) {
        return server.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static List<Object> counts(Answer answer) {
        return List.of("accepted", "duplicate", "rejected", "conflict", "refused").stream()
                .map(answer::at)
                .map(count -> count == null ? "absent" : count)
                .toList();
    }

    @Test
    void aGoodObjectIsAcceptedWithItsPlace() {
        Answer answer = server.post(path, " {\"user_id\": \"caf\u00e9\"}\r\n").isOk(200);

        assertThat(counts(answer)).containsExactly(1L, 0L, 0L, 0L, 0L);
        assertThat(answer.at("durability")).isEqualTo("fsync");
        assertThat(answer.at("results/0/index")).isEqualTo(0L);
        assertThat(answer.at("results/0/status")).isEqualTo("accepted");
        assertThat(answer.at("results/0/partition")).isEqualTo(0L);
        assertThat(answer.at("results/0/sequence_number")).isEqualTo(0L);
        assertThat(answer.text("results/0/ingested_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(answer.text("results/0/record_id")).matches("rec_[0-9a-f-]{36}");
        assertThat(answer.at("results/0/error")).isNull();
        assertThat(logged()).containsExactly("{\"user_id\": \"caf\u00e9\"}");
    }

    @Test
    void aContentTypeMayBeAbsentOrNameUtf8() {
        server.send(server.request(path).POST(BodyPublishers.ofString(GOOD))).isOk(200);
        server.post(path, "application/json; charset=\"UTF-8\"", utf8(GOOD)).isOk(200);
        server.post(path, "Application/JSON;charset=utf-8", utf8(GOOD)).isOk(200);
        server.post(path, "application/x-ndjson; charset=utf-8", utf8(GOOD)).isOk(200);
    }

    @Test
    void aBadObjectIsAnsweredWithTheStatusOfItsVerdict() {
        Answer invalid = server.post(path, "{}").isProblem(422, "VALIDATION_ERROR");
        assertThat(invalid.at("errors/0/keyword")).isEqualTo("required");
        assertThat(invalid.at("errors/0/pointer")).isEqualTo("");
        assertThat(invalid.at("errors/0/schema_pointer")).isEqualTo("/required");

        server.post(path, "{\"user_id\":").isProblem(400, "INVALID_JSON");
        server.post(path, "{\"user_id\":\"a\"}{}").isProblem(400, "INVALID_JSON");
        server.post(path, "7").isProblem(400, "INVALID_JSON");
        server.post(path, "").isProblem(400, "INVALID_JSON");
        server.post(path, " \n ").isProblem(400, "INVALID_JSON");
        assertThat(logged()).isEmpty();
    }

    @Test
    void aRecordOfMoreThanOneMebibyteIsTooLarge() {
        String large = "{\"user_id\":\"%s\"}".formatted("x".repeat(2 << 20));

        server.post(path, large).isProblem(413, "PAYLOAD_TOO_LARGE");

        Answer among =
                server.post(path, "[" + GOOD + "," + large + "," + GOOD + "]").isOk(200);
        assertThat(counts(among)).containsExactly(2L, 0L, 1L, 0L, 0L);
        assertThat(among.at("results/1/error/code")).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void anArrayIsAnsweredRecordByRecordInItsOrder() {
        Answer answer = server.post(path, "[ {\"user_id\":1} , {}, 5,{\"user_id\" :\n[2]}\t]")
                .isOk(200);

        assertThat(counts(answer)).containsExactly(2L, 0L, 2L, 0L, 0L);
        assertThat(answer.list("results")).hasSize(4);
        assertThat(IntStream.range(0, 4).mapToObj(i -> answer.at("results/%d/index".formatted(i))))
                .containsExactly(0L, 1L, 2L, 3L);
        assertThat(IntStream.range(0, 4).mapToObj(i -> answer.at("results/%d/status".formatted(i))))
                .containsExactly("accepted", "rejected", "rejected", "accepted");
        assertThat(answer.at("results/1/error/code")).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.at("results/1/error/errors/0/keyword")).isEqualTo("required");
        assertThat(answer.at("results/1/error/retryable")).isEqualTo(false);
        assertThat(answer.at("results/1/record_id")).isNull();
        assertThat(answer.at("results/2/error/code")).isEqualTo("INVALID_JSON");
        assertThat(answer.at("results/3/sequence_number")).isEqualTo(1L);
        assertThat(logged()).containsExactly("{\"user_id\":1}", "{\"user_id\" :\n[2]}");
    }

    @Test
    void anArrayThatIsNotJsonIsRefusedWhole() {
        server.post(path, "[" + GOOD + "," + GOOD).isProblem(400, "INVALID_JSON");
        server.post(path, "[" + GOOD + ",{\"user_id\":}]").isProblem(400, "INVALID_JSON");
        server.post(path, "[" + GOOD + "]]").isProblem(400, "INVALID_JSON");

        assertThat(logged()).isEmpty();
    }

    @Test
    void anArrayOrLinesWithoutARecordAreInvalid() {
        server.post(path, "[]").isProblem(400, "INVALID_REQUEST");
        server.post(path, NDJSON, utf8(" \n\r\n")).isProblem(400, "INVALID_REQUEST");
        server.post(path, NDJSON, utf8("")).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void aBadLineIsRejectedAloneAndBlankLinesAreNotCounted() {
        Answer answer = server.post(path, NDJSON, utf8("\n{\"user_id\":1}\r\n  \n{bad\n[]\n\t{\"user_id\":2}"))
                .isOk(200);

        assertThat(counts(answer)).containsExactly(2L, 0L, 2L, 0L, 0L);
        assertThat(answer.at("results/1/index")).isEqualTo(1L);
        assertThat(answer.at("results/1/error/code")).isEqualTo("INVALID_JSON");
        assertThat(answer.at("results/2/error/code")).isEqualTo("INVALID_JSON");
        assertThat(logged()).containsExactly("{\"user_id\":1}", "{\"user_id\":2}");
    }

    @Test
    void allRejectedIsStill200OnceTheEnvelopeIsRead() {
        Answer answer = server.post(path, "[{},{}]").isOk(200);

        assertThat(counts(answer)).containsExactly(0L, 0L, 2L, 0L, 0L);
    }

    @Test
    void tenThousandRecordsAreTakenAndOneMoreIsTooLarge() {
        String lines = (GOOD + "\n").repeat(10_000);

        Answer answer = server.post(path, NDJSON, utf8(lines)).isOk(200);
        assertThat(answer.list("results")).hasSize(10_000);
        assertThat(answer.at("results/9999/sequence_number")).isEqualTo(9_999L);

        server.post(path, NDJSON, utf8(lines + GOOD)).isProblem(413, "PAYLOAD_TOO_LARGE");
        String array = IntStream.range(0, 10_001).mapToObj(i -> GOOD).collect(Collectors.joining(",", "[", "]"));
        server.post(path, array).isProblem(413, "PAYLOAD_TOO_LARGE");
        assertThat(logged()).hasSize(10_000);
    }

    @Test
    void moreThanSixteenMebibytesAreTooLargeAndNothingIsWritten() {
        String line = "{\"user_id\":\"%s\"}\n".formatted("x".repeat(1000));
        byte[] body = utf8(line.repeat((17 << 20) / line.length()).substring(0, (16 << 20) + 1));

        server.post(path, NDJSON, body).isProblem(413, "PAYLOAD_TOO_LARGE");

        assertThat(logged()).isEmpty();
    }

    @Test
    void moreThanSixteenMebibytesInChunksAreTooLargeToo() {
        byte[] piece = utf8((GOOD + "\n").repeat(1 << 16));
        HttpRequest.Builder chunked = server.request(path)
                .header("Content-Type", NDJSON)
                .POST(BodyPublishers.ofByteArrays(Collections.nCopies(17, piece)));

        server.send(chunked).isProblem(413, "PAYLOAD_TOO_LARGE");

        assertThat(logged()).isEmpty();
    }

    @Test
    void fullSizeIsTakenWhole() {
        String line = "{\"user_id\":\"%s\"}\n".formatted("x".repeat(8192 - 15));
        byte[] body = utf8(line.repeat((16 << 20) / line.length()));
        assertThat(body.length).isEqualTo(16 << 20);

        Answer answer = server.post(path, NDJSON, body).isOk(200);

        assertThat(answer.at("accepted")).isEqualTo(2048L);
        assertThat(logged()).hasSize(2048);
    }

    @Test
    @Tag("B18")
    void anIdempotencyKeyCountsOnce() {
        Answer first = server.send(single(GOOD).header("Idempotency-Key", "k1")).isOk(200);
        Answer second =
                server.send(single(GOOD).header("Idempotency-Key", "k1")).isOk(200);
        Answer other = server.send(single("{\"user_id\":2}").header("Idempotency-Key", "k1"));

        assertThat(counts(first)).containsExactly(1L, 0L, 0L, 0L, 0L);
        assertThat(counts(second)).containsExactly(0L, 1L, 0L, 0L, 0L);
        assertThat(second.at("results/0/status")).isEqualTo("duplicate");
        for (String member : List.of("record_id", "partition", "sequence_number", "ingested_at")) {
            assertThat(second.at("results/0/" + member)).isEqualTo(first.at("results/0/" + member));
        }
        other.isProblem(422, "IDEMPOTENCY_CONFLICT");
        assertThat(logged()).containsExactly(GOOD);
    }

    @Test
    @Tag("B18")
    void anIdempotencyKeyHasABoundedFormAndGoesWithOneObject() {
        server.send(single("[" + GOOD + "]").header("Idempotency-Key", "k")).isProblem(400, "INVALID_REQUEST");
        server.send(server.request(path)
                        .header("Content-Type", NDJSON)
                        .header("Idempotency-Key", "k")
                        .POST(BodyPublishers.ofString(GOOD)))
                .isProblem(400, "INVALID_REQUEST");
        server.send(single(GOOD).header("Idempotency-Key", "k".repeat(257))).isProblem(400, "INVALID_REQUEST");
        server.send(single(GOOD).header("Idempotency-Key", "")).isProblem(400, "INVALID_REQUEST");
        server.send(single(GOOD).header("Idempotency-Key", "a").header("Idempotency-Key", "b"))
                .isProblem(400, "INVALID_REQUEST");
        server.send(single(GOOD).header("Idempotency-Key", "k".repeat(256))).isOk(200);
    }

    @Test
    void aPartitionKeyBelongsToTheBodyOfEveryRecord() {
        server.send(single("[" + GOOD + "," + GOOD + "]").header("X-Partition-Key", "p"))
                .isOk(200);
        server.send(single(GOOD).header("X-Partition-Key", "p").header("Idempotency-Key", "pk"))
                .isOk(200);
        server.send(single(GOOD).header("X-Partition-Key", "q").header("Idempotency-Key", "pk"))
                .isProblem(422, "IDEMPOTENCY_CONFLICT");
        server.send(single(GOOD).header("X-Partition-Key", "p".repeat(257))).isProblem(400, "INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/vnd.other.records+json",
                "application/xml",
                "nonsense",
                "application/json; charset=utf-16",
                "application/x-ndjson; charset=nonsense"
            })
    void anotherContentTypeIsUnsupported(String contentType) {
        server.post(path, contentType, utf8(GOOD)).isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?atomic=yes", "?atomic", "?x=1"})
    void parametersAreRefusedByName(String query) {
        Answer answer = server.post(path + query, GOOD).isProblem(400, "INVALID_REQUEST");

        assertThat(answer.text("detail")).contains(query.startsWith("?x") ? "'x'" : "'atomic'");
        assertThat(logged()).isEmpty();
    }

    @Test
    void aStreamThatDoesNotExistIsNotFoundAndABadNameInvalid() {
        server.post("/api/v1/streams/nothing/records", GOOD).isProblem(404, "NOT_FOUND");
        server.post("/api/v1/streams/CON/records", GOOD).isProblem(400, "INVALID_REQUEST");
        server.post("/api/v1/streams/str_019b76da-a800-7000-8000-0000000000ff/records", GOOD)
                .isProblem(404, "NOT_FOUND");
    }

    @Test
    @Tag("F07")
    void aFullDiskRefusesForNow() {
        server.log.failNextAppend(new StorageFullException("0 bytes left"));
        Answer one = server.post(path, GOOD).isProblem(503, "STORAGE_FULL");
        assertThat(one.header("Retry-After")).isEqualTo("1");

        server.log.failNextAppend(new StorageFullException("0 bytes left"));
        server.post(path, "[" + GOOD + "," + GOOD + "]").isProblem(503, "STORAGE_FULL");

        server.log.failNextAppend(new StorageException("closed"));
        Answer mixed = server.post(path, "[" + GOOD + ",{}]").isOk(200);
        assertThat(counts(mixed)).containsExactly(0L, 0L, 1L, 0L, 1L);
        assertThat(mixed.at("results/0/status")).isEqualTo("refused");
        assertThat(mixed.at("results/0/error/code")).isEqualTo("STORAGE_UNAVAILABLE");
        assertThat(mixed.at("results/0/error/retryable")).isEqualTo(true);
        assertThat(mixed.at("results/0/error/retry_after_ms")).isEqualTo(1000L);
        assertThat(logged()).isEmpty();
    }
}
