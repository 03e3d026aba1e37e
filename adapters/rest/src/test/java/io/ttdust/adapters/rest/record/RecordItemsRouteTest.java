package io.ttdust.adapters.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Records that come with keys, metadata and times in `application/vnd.ttdust.records+json`.
class RecordItemsRouteTest extends ServerTest {

    private static final String ITEMS = "application/vnd.ttdust.records+json";
    private static final String GOOD = "{\"payload\":{\"user_id\":1}}";

    private String path = "";

    @BeforeEach
    void newStream() {
        path = server.newStream();
    }

    private Answer send(String body) {
        return server.post(path, ITEMS, body.getBytes(StandardCharsets.UTF_8));
    }

    private List<LoggedBatch> logged() {
        Answer stream = server.get(path.replace("/records", ""));
        List<LoggedBatch> batches = new ArrayList<>();
        server.log.read(StreamId.parse(stream.text("stream_id")), 0, 0, server.log.horizon(), batches::add);
        return batches;
    }

    private List<String> payloads() {
        List<String> payloads = new ArrayList<>();
        for (LoggedBatch batch : logged()) {
            for (int i = 0; i < batch.records().size(); i++) {
                payloads.add(StandardCharsets.UTF_8
                        .decode(batch.records().payload(i))
                        .toString());
            }
        }
        return payloads;
    }

    @Test
    void aPayloadKeepsItsBytesAndWhatAccompaniesItIsKept() {
        Answer answer = send("""
                        [ {"idempotency_key": "k\\u00e91", "payload" : {"user_id" : 1.00,  "a":"\\u0041"} ,
                           "metadata": {"origin":"web", "n\\n":"é"}, "partition_key":"p", "event_time":"1970-01-01T01:00:01+01:00"},
                          {"payload":{"user_id":2},"idempotency_key":null,"metadata":null,"partition_key":null,"event_time":null}
                        ]""").isOk(200);

        assertThat(answer.at("accepted")).isEqualTo(2L);
        assertThat(payloads()).containsExactly("{\"user_id\" : 1.00,  \"a\":\"\\u0041\"}", "{\"user_id\":2}");
        assertThat(logged().getFirst().records().attributes(0))
                .isEqualTo(new RecordAttributes("k\u00e91", "p", Map.of("origin", "web", "n\n", "\u00e9"), 1_000_000));
        assertThat(logged().getFirst().records().attributes(1)).isEqualTo(RecordAttributes.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7 | type | ",
                "[{\"payload\":{}}] | type | ",
                "null | type | ",
                "{} | required | /payload",
                "{\"payload\":{\"user_id\":1},\"key\":\"k\"} | unknown | /key",
                "{\"payload\":{\"user_id\":1},\"payload\":{\"user_id\":2}} | duplicate | /payload",
                "{\"payload\":{\"user_id\":1},\"p\\u0061yload\":{\"user_id\":2}} | duplicate | /payload",
                "{\"payload\":{\"user_id\":1},\"idempotency_key\":7} | type | /idempotency_key",
                "{\"payload\":{\"user_id\":1},\"idempotency_key\":\"\"} | idempotency_key | ",
                "{\"payload\":{\"user_id\":1},\"idempotency_key\":\"\\ud800\"} | text | /idempotency_key",
                "{\"payload\":{\"user_id\":1},\"partition_key\":{}} | type | /partition_key",
                "{\"payload\":{\"user_id\":1},\"metadata\":\"a\"} | type | /metadata",
                "{\"payload\":{\"user_id\":1},\"metadata\":{\"a\":1}} | type | /metadata/a",
                "{\"payload\":{\"user_id\":1},\"metadata\":{\"a\":\"1\",\"a\":\"2\"}} | duplicate | /metadata/a",
                "{\"payload\":{\"user_id\":1},\"event_time\":1} | type | /event_time",
                "{\"payload\":{\"user_id\":1},\"event_time\":\"2026-01-01\"} | format | /event_time",
                "{\"payload\":{\"user_id\":1},\"event_time\":\"2026-02-30T00:00:00Z\"} | format | /event_time"
            })
    void aBrokenItemIsRejectedAlone(String item, String keyword, String pointer) {
        Answer answer = send("[" + GOOD + "," + item + "," + GOOD + "]").isOk(200);

        assertThat(answer.at("accepted")).isEqualTo(2L);
        assertThat(answer.at("rejected")).isEqualTo(1L);
        assertThat(answer.at("results/1/index")).isEqualTo(1L);
        assertThat(answer.at("results/1/status")).isEqualTo("rejected");
        assertThat(answer.at("results/1/error/code")).isEqualTo("INVALID_REQUEST");
        assertThat(answer.at("results/1/error/errors/0/keyword")).isEqualTo(keyword);
        assertThat(answer.at("results/1/error/errors/0/pointer")).isEqualTo(pointer == null ? "" : pointer);
        assertThat(answer.at("results/2/index")).isEqualTo(2L);
        assertThat(answer.at("results/2/sequence_number")).isEqualTo(1L);
        assertThat(payloads()).hasSize(2);
    }

    @Test
    void badPayloadsAndBrokenItemsKeepTheirPlacesInTheAnswer() {
        Answer answer = send("[7," + GOOD + ",{\"payload\":{}},{\"payload\":[]},8," + GOOD + "," + GOOD + "]")
                .isOk(200);

        assertThat(IntStream.range(0, 7).mapToObj(i -> answer.at("results/%d/index".formatted(i))))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(IntStream.range(0, 7).mapToObj(i -> answer.at("results/%d/error/code".formatted(i))))
                .containsExactly(
                        "INVALID_REQUEST", null, "VALIDATION_ERROR", "INVALID_JSON", "INVALID_REQUEST", null, null);
        assertThat(answer.at("results/6/sequence_number")).isEqualTo(2L);
    }

    @Test
    void itemsThatAreAllBrokenAreAllRejected() {
        Answer answer = send("[1,2]").isOk(200);

        assertThat(answer.at("rejected")).isEqualTo(2L);
        assertThat(answer.at("accepted")).isEqualTo(0L);
    }

    @Test
    @Tag("B18")
    void aKeyCountsOnceAndAnotherBodyIsAConflict() {
        String keyed = "{\"payload\":{\"user_id\":1},\"idempotency_key\":\"k\"}";
        Answer first = send("[" + keyed + "]").isOk(200);
        Answer again = send("[7," + keyed + "," + keyed.replace("1", "2") + "]").isOk(200);

        assertThat(again.at("results/1/status")).isEqualTo("duplicate");
        assertThat(again.at("results/1/record_id")).isEqualTo(first.at("results/0/record_id"));
        assertThat(again.at("results/2/status")).isEqualTo("conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", GOOD, "[", "[" + GOOD, "[" + GOOD + ",]", "[{\"payload\":{\"a\":tru}}]"})
    @Tag("B04")
    void whatIsNotAJsonArrayIsRefusedAsAWhole(String body) {
        send(body).isProblem(400, "INVALID_JSON");
        assertThat(payloads()).isEmpty();
    }

    @Test
    void anEmptyArrayIsRefused() {
        send("[]").isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void moreThanTenThousandItemsAreRefused() {
        send(IntStream.rangeClosed(0, 10_000).mapToObj(i -> GOOD).collect(Collectors.joining(",", "[", "]")))
                .isProblem(413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    @Tag("B04")
    void countlessMembersCostNoMoreThanAFew() {
        String members =
                IntStream.range(0, 500_000).mapToObj("\"m%d\":0"::formatted).collect(Collectors.joining(","));
        String pairs =
                IntStream.range(0, 500_000).mapToObj("\"m%d\":\"\""::formatted).collect(Collectors.joining(","));

        Answer answer = send("[{" + members + "},{\"payload\":{\"user_id\":1},\"metadata\":{" + pairs + "}}]")
                .isOk(200);

        assertThat(answer.at("rejected")).isEqualTo(2L);
        assertThat(answer.at("results/1/error/errors/0/keyword")).isEqualTo("metadata");
    }

    @Test
    void aReplacementCharacterThatWasSentIsKept() {
        Answer answer = send("[{\"payload\":{\"user_id\":1},\"partition_key\":\"a\uFFFDb\"}]")
                .isOk(200);

        assertThat(answer.at("accepted")).isEqualTo(1L);
        assertThat(logged().getFirst().records().attributes(0).partitionKey()).isEqualTo("a\uFFFDb");
    }

    @Test
    void invalidUtf8IsRejectedWithItsItem() {
        byte[] body = ("[" + GOOD + ",{\"payload\":{\"user_id\":1},\"idempotency_key\":\"#\"}]")
                .getBytes(StandardCharsets.UTF_8);
        body[new String(body, StandardCharsets.ISO_8859_1).indexOf('#')] = (byte) 0xFF;

        Answer answer = server.post(path, ITEMS, body).isOk(200);

        assertThat(answer.at("accepted")).isEqualTo(1L);
        assertThat(answer.at("results/1/error/errors/0/keyword")).isEqualTo("text");
    }

    @Test
    void thePartitionKeyOfTheRequestStandsInForThoseOfItsItemsAndTheIdempotencyKeyIsRefused() {
        server.send(server.request(path)
                        .header("Content-Type", ITEMS)
                        .header("X-Partition-Key", "all")
                        .POST(BodyPublishers.ofString(
                                "[" + GOOD + ",{\"payload\":{\"user_id\":2},\"partition_key\":\"own\"}]")))
                .isOk(200);
        assertThat(logged().getFirst().records().attributes(0).partitionKey()).isEqualTo("all");
        assertThat(logged().getFirst().records().attributes(1).partitionKey()).isEqualTo("own");

        server.send(server.request(path)
                        .header("Content-Type", ITEMS)
                        .header("Idempotency-Key", "k")
                        .POST(BodyPublishers.ofString("[" + GOOD + "]")))
                .isProblem(400, "INVALID_REQUEST");
    }
}
