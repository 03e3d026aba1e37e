package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionRoutesTest extends ServerTest {

    private static final String PATH = "/api/v1/schemas";
    private static final String A = "{\"definition\":{\"required\":[\"a\"]}}";
    private static final String A_AND_B = "{\"definition\":{\"required\":[\"a\",\"b\"]}}";
    private static final String NOTHING = "{\"definition\":{}}";

    private String schema(String name, String definition) {
        Answer created = server.post(PATH, "{\"name\":\"%s\",\"definition\":%s}".formatted(name, definition))
                .isOk(201);
        return PATH + "/" + created.text("schema_id");
    }

    @Test
    void aNewVersionIsCreatedAndTheSameDefinitionFindsIt() {
        String path = schema("grown", "{\"required\":[\"a\"]}");
        String definition = "{ \"required\" :\n[] }";

        Answer created = server.post(path + "/versions", "{\"definition\":%s}".formatted(definition));
        Answer again =
                server.post(path + "/versions", "{\"definition\":{\"required\":[]},\"compatibility_mode\":null}");
        Answer older = server.post(path + "/versions", A);

        created.isOk(201);
        assertThat(created.at("version")).isEqualTo(2L);
        assertThat(created.at("status")).isEqualTo("active");
        assertThat(created.header("Location")).isEqualTo(path + "/versions/2");
        assertThat(created.body()).contains("\"definition\":" + definition);
        assertThat(server.get(path + "/versions/2").isOk(200).body()).isEqualTo(created.body());
        assertThat(again.isOk(200).body()).isEqualTo(created.body());
        assertThat(again.header("Location")).isEqualTo(path + "/versions/2");
        assertThat(older.isOk(200).at("version")).isEqualTo(1L);
        assertThat(server.get(path).at("version")).isEqualTo(2L);
        assertThat(server.get(PATH).at("schemas/0/version")).isEqualTo(2L);
    }

    @Test
    void anIncompatibleVersionNamesThePlaceTheRuleAndTheSmallestChange() {
        String path = schema("strict", "{\"required\":[\"a\"]}");

        Answer answer = server.post(path + "/versions", A_AND_B).isProblem(409, "SCHEMA_INCOMPATIBLE");

        assertThat(answer.at("retryable")).isEqualTo(false);
        assertThat(answer.text("detail")).contains("mode BACKWARD", "version 1 of 'default/strict'");
        assertThat(answer.list("errors")).hasSize(1);
        assertThat(answer.at("errors/0/pointer")).isEqualTo("/required");
        assertThat(answer.at("errors/0/keyword")).isEqualTo("required-added");
        assertThat(answer.text("errors/0/message"))
                .contains("before: absent", "now: \"b\"", "the smallest change that would pass: do not require 'b'");
        assertThat(server.get(path).at("version")).isEqualTo(1L);
        server.post(path + "/versions", A_AND_B.replace("}}", "},\"compatibility_mode\":\"NONE\"}"))
                .isOk(201);
    }

    @Test
    void aTryTellsTheSameAndChangesNothing() {
        String path = schema("tried", "{\"required\":[\"a\"]}");

        Answer refused = server.post(path + "/compatibility", A_AND_B).isOk(200);
        Answer passed = server.post(path + "/compatibility", NOTHING).isOk(200);

        assertThat(refused.at("compatible")).isEqualTo(false);
        assertThat(refused.list("violations")).hasSize(1);
        Map<?, ?> violation = (Map<?, ?>) refused.list("violations").getFirst();
        Answer problem = server.post(path + "/versions", A_AND_B);
        assertThat(List.of(violation.get("pointer"), violation.get("keyword"), violation.get("message")))
                .isEqualTo(List.copyOf(((Map<?, ?>) problem.list("errors").getFirst()).values()));
        assertThat(violation.get("before")).isEqualTo("absent");
        assertThat(violation.get("after")).isEqualTo("\"b\"");
        assertThat(violation.get("change")).isEqualTo("do not require 'b'");
        assertThat(passed.body()).isEqualTo("{\"compatible\":true,\"violations\":[]}");
        assertThat(server.get(path).at("version")).isEqualTo(1L);
    }

    @Test
    void versionsAreListedOldestFirstPageByPage() {
        String path = schema("paged", "{}");
        server.patch(path, "{\"compatibility_mode\":\"NONE\"}").isOk(200);
        server.post(path + "/versions", A).isOk(201);
        server.post(path + "/versions", A_AND_B).isOk(201);
        server.patch(path + "/versions/2", "{\"status\":\"deleted\"}").isOk(200);

        Answer first = server.get(path + "/versions?limit=2").isOk(200);
        Answer second = server.get(path + "/versions?limit=2&cursor=" + first.text("next_cursor"))
                .isOk(200);

        assertThat(first.at("versions/0/version")).isEqualTo(1L);
        assertThat(first.at("versions/1/version")).isEqualTo(2L);
        assertThat(first.at("versions/1/status")).isEqualTo("deleted");
        assertThat(second.list("versions")).hasSize(1);
        assertThat(second.at("versions/0/version")).isEqualTo(3L);
        assertThat(second.at("next_cursor")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/versions", "/compatibility"})
    void aDefinitionThatCannotBeUsedIsRefusedBeforeItIsCompared(String route) {
        String path = schema("for" + route.substring(1), "{}") + route;

        server.post(path, "{\"definition\":{\"$ref\":\"http://169.254.169.254/x\"}}")
                .isProblem(422, "SCHEMA_INVALID");
        server.post(path, "{").isProblem(400, "INVALID_JSON");
        for (String body : List.of(
                "{}",
                "{\"definition\":null}",
                "{\"definition\":{},\"compatibility_mode\":\"any\"}",
                "{\"definition\":{},\"name\":\"x\"}")) {
            server.post(path, body).isProblem(400, "INVALID_REQUEST");
        }
        server.post(path.replaceAll("sch_[^/]*", "sch_019b76da-a800-7000-8000-0000000000ff"), NOTHING)
                .isProblem(404, "NOT_FOUND");
        server.post(path.replaceAll("sch_[^/]*", "for"), NOTHING).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void theBuiltInSchemaTakesNoVersion() {
        server.post(PATH + "/sch_019b76da-a800-7000-8000-000000000000/versions", A)
                .isProblem(409, "CONFLICT");
    }
}
