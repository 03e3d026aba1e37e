package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaChangeRoutesTest extends ServerTest {

    private static final String PATH = "/api/v1/schemas";

    private String schema(String name, String members) {
        Answer created = server.post(PATH, "{\"name\":\"%s\",\"definition\":{}%s}".formatted(name, members))
                .isOk(201);
        return PATH + "/" + created.text("schema_id");
    }

    @Test
    void descriptionAndModeAreChangedOneByOneOrTogether() {
        String path = schema("changed", ",\"compatibility_mode\":\"FORWARD\"");
        assertThat(server.get(path).at("compatibility_mode")).isEqualTo("FORWARD");

        Answer description = server.patch(path, "{\"description\":\"new\"}").isOk(200);
        Answer mode = server.patch(path, "{\"compatibility_mode\":\"NONE\",\"description\":null}")
                .isOk(200);

        assertThat(description.at("description")).isEqualTo("new");
        assertThat(description.at("compatibility_mode")).isEqualTo("FORWARD");
        assertThat(mode.at("description")).isEqualTo("new");
        assertThat(mode.at("compatibility_mode")).isEqualTo("NONE");
        assertThat(server.get(path).body()).isEqualTo(mode.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"description\":null}",
                "{\"description\":1}",
                "{\"compatibility_mode\":\"full\"}",
                "{\"compatibility_mode\":true}",
                "{\"name\":\"other\"}",
                "{\"definition\":{}}"
            })
    void aChangeThatIsNoneIsRefused(String body) {
        server.patch(PATH + "/sch_019b76da-a800-7000-8000-0000000000ff", body).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void aDeletedSchemaIsGoneAndItsNameFree() {
        String path = schema("short-lived", "");

        Answer deleted = server.delete(path);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        server.get(path).isProblem(404, "NOT_FOUND");
        server.delete(path).isProblem(404, "NOT_FOUND");
        server.patch(path, "{\"description\":\"\"}").isProblem(404, "NOT_FOUND");
        server.get(path + "/versions").isProblem(404, "NOT_FOUND");
        assertThat(schema("short-lived", "")).isNotEqualTo(path);
    }

    @Test
    void aSchemaThatAStreamUsesStaysAndTheStreamIsNamed() {
        String path = schema("used", "");
        server.post("/api/v1/streams", "{\"name\":\"user\",\"schema_id\":\"%s\"}".formatted(path.substring(16)))
                .isOk(201);

        assertThat(server.delete(path).isProblem(409, "CONFLICT").text("detail"))
                .contains("'default/used'", "stream 'user'");
        server.get(path).isOk(200);
    }

    @Test
    void theBuiltInSchemaStaysAsItIs() {
        String any = PATH + "/sch_019b76da-a800-7000-8000-000000000000";

        server.delete(any).isProblem(409, "CONFLICT");
        server.patch(any, "{\"description\":\"\"}").isProblem(409, "CONFLICT");
        server.patch(any + "/versions/1", "{\"status\":\"deprecated\"}").isProblem(409, "CONFLICT");
    }

    @Test
    void aVersionIsShownAndGetsAnotherStatus() {
        String path = schema("aging", "");

        Answer changed = server.patch(path + "/versions/1", "{\"status\":\"deprecated\"}")
                .isOk(200);

        assertThat(changed.at("status")).isEqualTo("deprecated");
        assertThat(changed.at("version")).isEqualTo(1L);
        assertThat(changed.at("definition")).isNotNull();
        assertThat(server.get(path + "/versions/1").isOk(200).body()).isEqualTo(changed.body());
        assertThat(server.get(path).at("status")).isEqualTo("deprecated");
        Answer page = server.get(path + "/versions").isOk(200);
        assertThat(page.list("versions")).hasSize(1);
        assertThat(page.at("versions/0/status")).isEqualTo("deprecated");
        assertThat(page.at("versions/0/definition")).isNull();
        assertThat(page.at("next_cursor")).isNull();
        assertThat(server.patch(path + "/versions/1", "{\"status\":\"deleted\"}")
                        .isProblem(409, "CONFLICT")
                        .text("detail"))
                .contains("delete the schema");
    }

    @Test
    void aVersionThatIsNotThereOrNoNumberIsSaidSo() {
        String path = schema("lone", "");

        server.get(path + "/versions/2").isProblem(404, "NOT_FOUND");
        server.patch(path + "/versions/2", "{\"status\":\"deleted\"}").isProblem(404, "NOT_FOUND");
        for (String number : new String[] {"0", "-1", "01", "x", "1e0", "9999999999"}) {
            server.get(path + "/versions/" + number).isProblem(400, "INVALID_REQUEST");
        }
        for (String body :
                new String[] {"{}", "{\"status\":\"gone\"}", "{\"status\":null}", "{\"state\":\"active\"}"}) {
            server.patch(path + "/versions/1", body).isProblem(400, "INVALID_REQUEST");
        }
        server.get(path + "/versions?limit=0").isProblem(400, "INVALID_REQUEST");
        server.get(path + "/versions?order=desc").isProblem(400, "INVALID_REQUEST");
    }
}
