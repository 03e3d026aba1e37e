package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamRoutesTest extends ServerTest {

    private static final String PATH = "/api/v1/streams";

    @Test
    void createsAStreamThatIsFoundByIdAndByName() {
        Answer created = server.post(
                PATH,
                "{\"name\":\"orders.eu\",\"description\":\"\\u00e9\",\"labels\":{\"team/a\":\"x\",\"\\\"q\\\"\":\"\"}}");

        created.isOk(201);
        assertThat(created.header("Location")).isEqualTo(PATH + "/" + created.text("stream_id"));
        assertThat(created.at("name")).isEqualTo("orders.eu");
        assertThat(created.at("description")).isEqualTo("\u00e9");
        assertThat(created.at("labels")).isEqualTo(Map.of("team/a", "x", "\"q\"", ""));
        assertThat(created.at("status")).isEqualTo("active");
        assertThat(created.at("schema_version")).isEqualTo(1L);
        assertThat(created.text("schema_id")).startsWith("sch_");
        assertThat(server.get(PATH + "/orders.eu").isOk(200).body()).isEqualTo(created.body());
        assertThat(server.get(PATH + "/" + created.text("stream_id")).isOk(200).body())
                .isEqualTo(created.body());
    }

    @Test
    void aStreamHasAsManyPartitionsAsItIsCreatedWithAndOneWithout() {
        assertThat(server.post(PATH, "{\"name\":\"wide\",\"partitions\":1024}")
                        .isOk(201)
                        .at("partitions"))
                .isEqualTo(1024L);
        assertThat(server.get(PATH + "/wide").isOk(200).at("partitions")).isEqualTo(1024L);
        assertThat(server.post(PATH, "{\"name\":\"narrow\",\"partitions\":null}")
                        .isOk(201)
                        .at("partitions"))
                .isEqualTo(1L);
    }

    @Test
    void anUnknownSchemaIsNotFoundAndATakenNameAConflict() {
        server.post(PATH, "{\"name\":\"a\",\"schema_id\":\"sch_019b76da-a800-7000-8000-0000000000ff\"}")
                .isProblem(404, "NOT_FOUND");
        server.post(PATH, "{\"name\":\"a\",\"schema_id\":null}").isOk(201);
        server.post(PATH, "{\"name\":\"a\"}").isProblem(409, "CONFLICT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retention_policy", "key_fields", "event_time_field"})
    void aFieldOfALaterVersionIsRefusedByName(String field) {
        Answer answer = server.post(PATH, "{\"name\":\"later\",\"%s\":1}".formatted(field));

        answer.isProblem(400, "INVALID_REQUEST");
        assertThat(answer.at("errors/0/pointer")).isEqualTo("/" + field);
        server.get(PATH + "/later").isProblem(404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"../x\"}",
                "{\"name\":\"CON\"}",
                "{\"name\":\"x\u0301\"}",
                "{\"name\":\"s\",\"schema_id\":\"nonsense\"}",
                "{\"name\":\"s\",\"partitions\":0}",
                "{\"name\":\"s\",\"partitions\":1025}",
                "{\"name\":\"s\",\"partitions\":1.0}",
                "{\"name\":\"s\",\"partitions\":\"2\"}",
                "{\"name\":\"s\",\"schema_version\":0}",
                "{\"name\":\"s\",\"schema_version\":\"newest\"}",
                "{\"name\":\"s\",\"schema_version\":1.0}",
                "{\"name\":\"s\",\"schema_version\":99999999999}",
                "{\"name\":\"s\",\"labels\":[]}",
                "{\"name\":\"s\",\"labels\":{\"a\":1}}",
                "{\"name\":\"s\",\"labels\":{\"a\":null}}",
                "{\"name\":\"s\",\"labels\":{\"a\":\"\\u0000\"}}",
                "{\"name\":\"s\",\"labels\":\"x\"}"
            })
    @Tag("B14")
    void aBadNameOrLabelIsRefused(String body) {
        server.post(PATH, body).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void changesWhatIsNamedAndShowsWhatWasAskedForAndWhatIsInForce() {
        Answer created = server.post(PATH, "{\"name\":\"c\",\"labels\":{\"a\":\"1\"},\"schema_version\":\"latest\"}")
                .isOk(201);
        assertThat(created.at("requested_schema_version")).isEqualTo("latest");

        Answer pinned = server.patch(PATH + "/c", "{\"schema_version\":1}").isOk(200);
        assertThat(pinned.at("requested_schema_version")).isEqualTo(1L);
        assertThat(pinned.at("schema_version")).isEqualTo(1L);
        assertThat(pinned.at("labels")).isEqualTo(Map.of("a", "1"));
        Answer changed = server.patch(PATH + "/c", "{\"description\":\"d\",\"labels\":{},\"schema_version\":null}")
                .isOk(200);
        assertThat(changed.at("description")).isEqualTo("d");
        assertThat(changed.at("labels")).isEqualTo(Map.of());
        assertThat(changed.at("requested_schema_version")).isEqualTo(1L);
        assertThat(server.get(PATH + "/c").isOk(200).body()).isEqualTo(changed.body());
        assertThat(server.patch(PATH + "/" + created.text("stream_id"), "{\"schema_version\":\"latest\"}")
                        .isOk(200)
                        .at("requested_schema_version"))
                .isEqualTo("latest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "schema_id", "partitions", "status", "retention_policy"})
    void whatCannotBeChangedIsRefusedNamingWhatCan(String field) {
        server.post(PATH, "{\"name\":\"fixed-%s\"}".formatted(field)).isOk(201);
        Answer refused = server.patch(PATH + "/fixed-" + field, "{\"%s\":\"active\"}".formatted(field));

        refused.isProblem(400, "INVALID_REQUEST");
        assertThat(refused.text("detail")).contains("'" + field + "'", "schema_version", "description", "labels");
    }

    @Test
    void aVersionThatIsNotThereIsNotFound() {
        server.post(PATH, "{\"name\":\"v\",\"schema_version\":2}").isProblem(404, "NOT_FOUND");
        server.post(PATH, "{\"name\":\"v\",\"schema_version\":1}").isOk(201);
        server.patch(PATH + "/v", "{\"schema_version\":2}").isProblem(404, "NOT_FOUND");
        server.patch(PATH + "/nowhere", "{}").isProblem(404, "NOT_FOUND");
        server.patch(PATH + "/v", "{\"schema_version\":-1}").isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void listsStreamsPageByPage() {
        server.post(PATH, "{\"name\":\"l1\"}").isOk(201);
        server.post(PATH, "{\"name\":\"l2\"}").isOk(201);

        Answer first = server.get(PATH + "?limit=1").isOk(200);
        Answer second = server.get(PATH + "?limit=1&cursor=" + first.text("next_cursor"))
                .isOk(200);

        assertThat(List.of(first.text("streams/0/name"), second.text("streams/0/name")))
                .containsExactly("l2", "l1");
        server.get(PATH + "?status=deleted").isProblem(400, "INVALID_REQUEST");
        server.get(PATH + "?cursor=" + first.text("streams/0/schema_id")).isProblem(400, "INVALID_REQUEST");
    }
}
