package io.ttdust.adapters.rest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Where records come to lie in a stream of several partitions, and requests that are written whole or not at all.
class PlacementRouteTest extends ServerTest {

    private static final String STREAMS = "/api/v1/streams";
    private static final String ITEMS = "application/vnd.ttdust.records+json";

    private static int streams;

    private String path = "";

    @BeforeEach
    void newStream() {
        String name = "placed" + ++streams;
        server.post(STREAMS, "{\"name\":\"%s\",\"partitions\":4}".formatted(name))
                .isOk(201);
        path = STREAMS + "/" + name + "/records";
    }

    private Answer send(String query, String type, String body) {
        return server.send(
                server.request(path + query).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    @Test
    void theHeaderPlacesTheRecordsOfARequest() {
        for (int i = 0; i < 2; i++) {
            Answer answer = server.send(server.request(path)
                            .header("Content-Type", "application/json")
                            .header("X-Partition-Key", "user-1")
                            .POST(BodyPublishers.ofString("[{},{}]")))
                    .isOk(200);
            assertThat(answer.at("results/0/partition")).isEqualTo(3L);
            assertThat(answer.at("results/1/sequence_number")).isEqualTo(2L * i + 1);
        }
        Answer keyed = server.send(server.request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "order/42")
                        .POST(BodyPublishers.ofString("{}")))
                .isOk(200);
        assertThat(keyed.at("results/0/partition")).isEqualTo(0L);
    }

    @Test
    void recordsWithoutAKeyGoTogetherToAnotherPartitionEachTime() {
        assertThat(IntStream.range(0, 8)
                        .mapToObj(
                                i -> send("", "application/x-ndjson", "{}\n{}").at("results/1/partition")))
                .containsExactly(0L, 1L, 2L, 3L, 0L, 1L, 2L, 3L);
    }

    @Test
    void itemsGoWhereTheirKeysSayAndAreAnsweredInTheirOrder() {
        Answer answer = send("", ITEMS, """
                        [{"payload":{},"partition_key":"user-1"}, {"payload":{},"partition_key":"order/42"}, {"x":1},
                         {"payload":{},"idempotency_key":"user-2"}, {"payload":{},"partition_key":"Größe"}]""").isOk(200);

        assertThat(IntStream.range(0, 5).mapToObj(i -> answer.at("results/" + i + "/index")))
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(IntStream.of(0, 1, 3, 4).mapToObj(i -> answer.at("results/" + i + "/partition")))
                .containsExactly(3L, 0L, 3L, 2L);
    }

    @Test
    void anAtomicRequestIsWrittenInOnePartitionOrNotAtAll() {
        Answer bad = send("?atomic=true", "application/json", "[{},1,{},[]]").isProblem(400, "INVALID_JSON");
        assertThat(bad.at("errors/0/pointer")).isEqualTo("/1");
        assertThat(bad.at("errors/1/pointer")).isEqualTo("/3");

        Answer good = send("?atomic=true", "application/json", "[{},{},{}]").isOk(200);
        assertThat(good.at("accepted")).isEqualTo(3L);
        assertThat(good.at("results/2/sequence_number")).isEqualTo(2L);
        assertThat(send("?atomic=false", "application/json", "[{},1]").isOk(200).at("rejected"))
                .isEqualTo(1L);
        assertThat(send("?atomic=true", "application/json", "{}").isOk(200).at("accepted"))
                .isEqualTo(1L);
    }

    @Test
    void anAtomicRequestIsKeptOutByARecordThatBreaksTheSchema() {
        String records = server.newStream();

        Answer answer =
                server.post(records + "?atomic=true", "[{\"user_id\":1},{}]").isProblem(422, "VALIDATION_ERROR");

        assertThat(answer.text("errors/0/pointer")).startsWith("/1");
    }

    @Test
    void aBrokenLineOrItemKeepsAnAtomicRequestOut() {
        Answer line = send("?atomic=true", "application/x-ndjson", "{}\n{\n").isProblem(400, "INVALID_JSON");
        assertThat(line.text("detail")).startsWith("nothing was written, since record 1 cannot be: ");

        Answer item = send("?atomic=true", ITEMS, "[{\"payload\":{}},{\"payload\":{},\"event_time\":\"x\"}]")
                .isProblem(400, "INVALID_REQUEST");
        assertThat(item.at("errors/0/pointer")).isEqualTo("/1/event_time");
    }

    @Test
    void anAtomicRequestOfSeveralPartitionsIsRefused() {
        Answer answer = send(
                        "?atomic=true",
                        ITEMS,
                        "[{\"payload\":{},\"partition_key\":\"user-1\"},{\"payload\":{},\"partition_key\":\"order/42\"}]")
                .isProblem(400, "INVALID_REQUEST");

        assertThat(answer.text("detail")).contains("records 0 and 1 belong to different ones");
    }

    @Test
    @Tag("B18")
    void anAtomicRequestCountsOnceWholeAndNeverInPart() {
        String both = "[{\"payload\":{},\"idempotency_key\":\"a\",\"partition_key\":\"p\"},"
                + "{\"payload\":{},\"idempotency_key\":\"b\",\"partition_key\":\"p\"}]";
        assertThat(send("?atomic=true", ITEMS, both).isOk(200).at("accepted")).isEqualTo(2L);
        assertThat(send("?atomic=true", ITEMS, both).isOk(200).at("duplicate")).isEqualTo(2L);

        send("?atomic=true", ITEMS, both.replace("\"b\"", "\"c\"")).isProblem(422, "IDEMPOTENCY_CONFLICT");
    }
}
