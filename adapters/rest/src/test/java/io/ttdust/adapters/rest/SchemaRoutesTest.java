package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRoutesTest extends ServerTest {

    private static final String PATH = "/api/v1/schemas";

    @Test
    void registersASchemaAndKeepsItsTextExactly() {
        String definition = "{ \"type\" : \"object\",\n  \"title\":\"caf\u00e9 \\u00e9\" }";

        Answer created = server.post(
                PATH,
                "{\"name\":\"click\",\"namespace\":\"web\",\"description\":\"d\",\"definition\":" + definition + "}");

        created.isOk(201);
        assertThat(created.text("schema_id")).startsWith("sch_");
        assertThat(created.header("Location")).isEqualTo(PATH + "/" + created.text("schema_id"));
        assertThat(created.at("name")).isEqualTo("click");
        assertThat(created.at("namespace")).isEqualTo("web");
        assertThat(created.at("description")).isEqualTo("d");
        assertThat(created.at("version")).isEqualTo(1L);
        assertThat(created.at("status")).isEqualTo("active");
        assertThat(created.at("compatibility_mode")).isEqualTo("BACKWARD");
        assertThat(created.text("fingerprint")).hasSize(64);
        assertThat(created.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(created.body()).contains("\"definition\":" + definition);
        assertThat(server.get(PATH + "/" + created.text("schema_id")).isOk(200).body())
                .isEqualTo(created.body());
    }

    @Test
    void aBooleanDefinitionGoesToTheCompilerAsItIs() {
        server.post(PATH, "{\"name\":\"yes\",\"definition\":true}").isProblem(422, "SCHEMA_INVALID");
    }

    @Test
    void namespaceAndDescriptionHaveDefaults() {
        Answer created = server.post(PATH, "{\"name\":\"plain\",\"description\":null,\"definition\":{}}");

        created.isOk(201);
        assertThat(created.at("namespace")).isEqualTo("default");
        assertThat(created.at("description")).isEqualTo("");
    }

    @Test
    void aNameThatIsTakenIsAConflict() {
        server.post(PATH, "{\"name\":\"twice\",\"definition\":{}}").isOk(201);

        server.post(PATH, "{\"name\":\"twice\",\"definition\":{}}").isProblem(409, "CONFLICT");
    }

    @Test
    void anUnusableDefinitionNamesThePlace() {
        Answer answer = server.post(PATH, "{\"name\":\"bad\",\"definition\":{\"$ref\":\"http://169.254.169.254/x\"}}");

        answer.isProblem(422, "SCHEMA_INVALID");
        assertThat(answer.at("errors/0/pointer")).isEqualTo("/$ref");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compatibility",
                "nam",
                "Name",
                "versions",
            })
    void aFieldThatIsNotKnownIsRefusedByName(String field) {
        Answer answer = server.post(PATH, "{\"name\":\"x\",\"definition\":{},\"%s\":\"BACKWARD\"}".formatted(field));

        answer.isProblem(400, "INVALID_REQUEST");
        assertThat(answer.at("errors/0/pointer")).isEqualTo("/" + field);
        assertThat(answer.text("detail")).contains("'" + field + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{\"name\":\"a\",\"name\":\"b\",\"definition\":{}}",
                "{\"name\":\"a\",\"definition\":{\"x\":{\"y\":1,\"y\":2}}}",
                "{\"name\":\"a\",\"definition\":{}}{}",
                "{\"name\":\"a\",\"definition\":{}} x",
                "{\"name\":\"a\",\"definition\":{},}",
                "{'name':\"a\",\"definition\":{}}",
                "{\"name\":\"a\",\"definition\":NaN}",
                "{\"name\":\"a\",/* */\"definition\":{}}",
                "\ufeff{\"name\":\"a\",\"definition\":{}}"
            })
    @Tag("B04")
    void whatIsNotOneStrictJsonObjectIsRefused(String body) {
        server.post(PATH, body).isProblem(400, "INVALID_JSON");
    }

    @Test
    @Tag("B04")
    void bytesThatAreNotUtf8AreRefused() {
        byte[] body = RunningServer.utf8("{\"name\":\"a?\",\"definition\":{}}");
        body[10] = (byte) 0xC0;

        server.post(PATH, "application/json", body).isProblem(400, "INVALID_JSON");
    }

    @Test
    @Tag("B04")
    void aDefinitionTenThousandLevelsDeepIsRefused() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);

        server.post(PATH, "{\"name\":\"deep\",\"definition\":" + deep + "}").isProblem(400, "INVALID_JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"definition\":{}}",
                "{\"name\":\"a\"}",
                "{\"name\":null,\"definition\":{}}",
                "{\"name\":1,\"definition\":{}}",
                "{\"name\":\"a\",\"definition\":null}",
                "{\"name\":\"a\",\"definition\":\"{}\"}",
                "{\"name\":\"a\",\"definition\":[]}",
                "{\"name\":\"a\",\"definition\":1}",
                "{\"name\":\"../a\",\"definition\":{}}",
                "{\"name\":\"A\",\"definition\":{}}",
                "{\"name\":\"a\",\"namespace\":\"\",\"definition\":{}}",
                "{\"name\":\"a\",\"description\":7,\"definition\":{}}",
                "{\"name\":\"a\",\"compatibility_mode\":\"backward\",\"definition\":{}}",
                "{\"name\":\"a\",\"compatibility_mode\":1,\"definition\":{}}",
                "{\"name\":\"a\",\"description\":\"\\u0000\",\"definition\":{}}",
                "{\"name\":\"a\",\"description\":\"\\ud800\",\"definition\":{}}"
            })
    void aFieldOfTheWrongKindIsRefused(String body) {
        server.post(PATH, body).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void aBodyOfMoreThanTwoMebibytesIsRefused() {
        String body = "{\"name\":\"a\",\"description\":\"%s\",\"definition\":{}}".formatted("x".repeat(2 << 20));

        server.post(PATH, body).isProblem(413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void listsNewestFirstPageByPage() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.addFirst(
                    server.post(PATH, "{\"name\":\"p%d\",\"namespace\":\"paging\",\"definition\":{}}".formatted(i))
                            .text("name"));
        }

        List<Object> listed = new ArrayList<>();
        Answer page = server.get(PATH + "?namespace=paging&limit=2").isOk(200);
        while (true) {
            page.list("schemas").forEach(item -> listed.add(((Map<?, ?>) item).get("name")));
            Object next = page.at("next_cursor");
            if (next == null) {
                break;
            }
            page = server.get(PATH + "?namespace=paging&limit=2&cursor=" + next).isOk(200);
        }

        assertThat(listed).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=1001",
                "?limit=x",
                "?limit=99999999999",
                "?limit=",
                "?limit=1&limit=2",
                "?cursor=forged",
                "?order=asc",
                "?limit=%zz",
                "?cursor=sch_00000000-0000-0000-0000-000000000000"
            })
    @Tag("B13")
    void aParameterThatIsWrongOrUnknownIsRefused(String query) {
        server.get(PATH + query.replace("%zz", "%25zz")).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void anUnknownIdIsNotFoundAndAMalformedOneInvalid() {
        server.get(PATH + "/sch_019b76da-a800-7000-8000-0000000000ff").isProblem(404, "NOT_FOUND");
        server.get(PATH + "/click").isProblem(400, "INVALID_REQUEST");
    }

    @Test
    @Tag("F20")
    void aStoreThatIsAwayIsSaidSo() {
        server.schemas.goAway();
        try {
            Answer answer = server.get(PATH);

            answer.isProblem(503, "STORAGE_UNAVAILABLE");
            assertThat(answer.at("retryable")).isEqualTo(true);
            assertThat(answer.at("retry_after_ms")).isEqualTo(1000L);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        } finally {
            server.schemas.comeBack();
        }
    }
}
