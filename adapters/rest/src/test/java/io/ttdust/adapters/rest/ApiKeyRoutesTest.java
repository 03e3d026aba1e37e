package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyRoutesTest extends ServerTest {

    private static final String PATH = "/api/v1/api-keys";

    @Test
    @Tag("B15")
    void aKeyIsShownOnceAndWorks() {
        Answer created =
                server.post(PATH, "{\"name\":\"ci\",\"role\":\"reader\"}").isOk(201);

        String secret = created.text("api_key");
        assertThat(secret).matches("ttd_live_[0-9a-f]{64}");
        assertThat(created.text("key_id")).startsWith("key_");
        assertThat(created.at("stream_permissions/0/stream_id")).isEqualTo("*");
        assertThat(created.at("expires_at")).isNull();
        assertThat(created.header("Cache-Control")).isEqualTo("no-store");
        server.send(server.anonymous("/api/v1/streams").header("X-API-Key", secret))
                .isOk(200);
        Answer list = server.get(PATH).isOk(200);
        assertThat(list.body()).contains(created.text("key_id")).doesNotContain(secret, "sha256");
    }

    @Test
    void bindingsAreGivenBackAsTheyHold() {
        String stream = newStreamId();

        Answer bare = server.post(
                        PATH,
                        "{\"name\":\"a\",\"role\":\"writer\",\"stream_permissions\":[\"%s\"],\"expires_in_days\":30}"
                                .formatted(stream))
                .isOk(201);
        Answer full = server.post(
                        PATH,
                        ("{\"name\":\"a\",\"role\":\"writer\",\"stream_permissions\":"
                                        + "[{\"stream_id\":\"*\",\"actions\":[\"read\"]},"
                                        + "{\"actions\":[\"write\",\"admin\"],\"stream_id\":\"%s\"}]}")
                                .formatted(stream))
                .isOk(201);

        assertThat(bare.at("stream_permissions/0/stream_id")).isEqualTo(stream);
        assertThat(bare.list("stream_permissions/0/actions")).isEqualTo(List.of("read", "write"));
        assertThat(bare.text("expires_at")).matches(".*T.*\\.\\d{6}Z");
        assertThat(full.at("stream_permissions/0/stream_id")).isEqualTo("*");
        assertThat(full.list("stream_permissions/1/actions")).isEqualTo(List.of("write", "admin"));
    }

    private String newStreamId() {
        String records = server.newStream();
        return server.get(records.substring(0, records.lastIndexOf('/'))).text("stream_id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"role":"reader"}                                                                        | /name
            {"name":"a"}                                                                             | /role
            {"name":"a","role":"root"}                                                               | /role
            {"name":"a","role":"reader","color":1}                                                   | /color
            {"name":"a","role":"reader","expires_in_days":0}                                         | /expires_in_days
            {"name":"a","role":"reader","expires_in_days":1.5}                                       | /expires_in_days
            {"name":"a","role":"reader","expires_in_days":99999999999}                               | /expires_in_days
            {"name":"a","role":"reader","stream_permissions":[]}                                     | /stream_permissions
            {"name":"a","role":"admin","stream_permissions":["*"]}                                   | /stream_permissions
            {"name":"a","role":"reader","stream_permissions":{}}                                     | /stream_permissions
            {"name":"a","role":"reader","stream_permissions":["*",7]}                                | /stream_permissions/1
            {"name":"a","role":"reader","stream_permissions":["orders"]}                             | /stream_permissions/0
            {"name":"a","role":"reader","stream_permissions":["namespace:default"]}                  | /stream_permissions/0
            {"name":"a","role":"reader","stream_permissions":[{"stream_id":"group:g","actions":["read"]}]} | /stream_permissions/0/stream_id
            {"name":"a","role":"reader","stream_permissions":[{"stream_id":"*"}]}                    | /stream_permissions/0/actions
            {"name":"a","role":"reader","stream_permissions":[{"stream_id":"*","actions":["own"]}]}  | /stream_permissions/0/actions
            {"name":"a","role":"reader","stream_permissions":[{"stream_id":"*","actions":["read"],"x":1}]} | /stream_permissions/0/x
            """)
    void whatCannotBeHonouredIsRefused(String body, String pointer) {
        Answer answer = server.post(PATH, body).isProblem(400, "INVALID_REQUEST");

        assertThat(answer.at("errors/0/pointer")).isEqualTo(pointer);
    }

    @Test
    void aBindingToAStreamThatIsNotThereIsRefused() {
        server.post(
                        PATH,
                        "{\"name\":\"a\",\"role\":\"reader\","
                                + "\"stream_permissions\":[\"str_019b76da-a800-7000-8000-000000000000\"]}")
                .isProblem(404, "NOT_FOUND");
    }

    @Test
    void aKeyIsRevokedOnceAndForEver() {
        String id =
                server.post(PATH, "{\"name\":\"short\",\"role\":\"reader\"}").text("key_id");

        for (int i = 0; i < 2; i++) {
            Answer answer = delete(id);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(server.get(PATH + "?limit=1").at("api_keys/0/key_id")).isNotNull();
        assertThat(server.get(PATH).body()).containsPattern(id + "\"[^}]*}][^}]*\"revoked_at\":\"");
        delete("key_019b76da-a800-7000-8000-000000000000").isProblem(404, "NOT_FOUND");
        delete("ttd_live_").isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void theLastAdministratorStays() {
        try (RunningServer alone = RunningServer.start()) {
            String id = alone.get(PATH).text("api_keys/0/key_id");

            alone.send(alone.request(PATH + "/" + id).DELETE()).isProblem(409, "CONFLICT");
        }
    }

    private Answer delete(String id) {
        HttpRequest.Builder request = server.request(PATH + "/" + id).DELETE();
        return server.send(request);
    }
}
