package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What reaches an open port. Every test ends by seeing that the server still serves.
@Tag("B13")
class HygieneTest extends ServerTest {

    private String raw(String request) {
        try (RawConnection connection = server.connect()) {
            String response =
                    connection.send(request.replace("KEY", server.key)).response();
            server.get("/api/v1/streams").isOk(200);
            return response;
        }
    }

    private static void assertProblem(String response, int status, String code) {
        assertThat(response).matches("(?s)HTTP/1\\.[01] %d .*".formatted(status));
        assertThat(response).contains("application/problem+json", "\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/v1/streams",
                "/api//v1/streams",
                "/api/v1//streams",
                "/api/v1/../v1/streams",
                "/api/v1/./streams",
                "/api/v1/%2e%2e/streams",
                "/api/v1/streams/a/%2e%2e",
                "/api/v1%2Fstreams",
                "/API/v1/streams",
                "/api/v1/streams;x=1",
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd"
            })
    void pathsAreTakenAsTheyAre(String path) {
        String response = raw("GET %s HTTP/1.1\nHost: x\nAuthorization: Bearer KEY\n\n".formatted(path));

        assertProblem(response, 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/streams/%2e%2e",
                "/api/v1/streams/..",
                "/api/v1/streams/%00",
                "/api/v1/streams/a%00b",
                "/api/v1/streams/a%2Fb",
                "/api/v1/streams/a%0d%0ab",
                "/api/v1/streams/%2e%2e/records?start=2026-01-01T00:00:00Z&end=2026-01-01T00:00:00Z",
                "/api/v1/streams/%zz",
                "/api/v1/streams/%",
                "/api/v1/streams?limit=%zz",
                "/api/v1/streams?limit=%00",
                "/api/v1/streams/a|b",
                "/api/v1/streams/a b"
            })
    void namesThatAreNoneAreInvalid(String path) {
        String response = raw("GET %s HTTP/1.1\nHost: x\nAuthorization: Bearer KEY\n\n".formatted(path));

        assertProblem(response, 400, "INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//api/v1/streams", "/api/v1/../v1/streams", "/API/v1/streams", "/api/v1/streams/%2e%2e"})
    void noSpellingOfAPathGetsAroundTheKey(String path) {
        String response = raw("GET %s HTTP/1.1\nHost: x\n\n".formatted(path));

        assertThat(response).matches("(?s)HTTP/1.1 (401|404).*");
        assertThat(response).doesNotContain("stream_id", "\"streams\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\n",
                "nonsense\n\n",
                "GET\n\n",
                "GET / HTTP/9.9\nHost: x\n\n",
                "GET /health/live HTTP/1.1\nHost: x\nbad header\n\n",
                "GET /health/live HTTP/1.1\nHost: x\nContent-Length: -1\n\n",
                "GET /health/live HTTP/1.1\nHost: x\nContent-Length: x\n\n",
                "POST /api/v1/streams HTTP/1.1\nHost: x\nX-API-Key: KEY\nContent-Length: 2\nContent-Length: 3\n\n{}",
                "POST /api/v1/streams HTTP/1.1\nHost: x\nX-API-Key: KEY\nTransfer-Encoding: chunked\n\nzz\n{}\n0\n\n"
            })
    void malformedRequestsAreRefusedOrDropped(String request) {
        String response = raw(request + (request.isBlank() ? "GET / HTTP/1.1\nHost: x\n\n" : ""));

        assertThat(response)
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEmpty(),
                        answer -> assertThat(answer)
                                .matches("(?s)HTTP/\\d\\.\\d 4\\d\\d .*application/problem\\+json.*\"code\".*"));
    }

    @Test
    void aRequestWithBothLengthAndChunksCannotSmuggleAnother() {
        try (RawConnection connection = server.connect()) {
            connection.send("""
                    POST /api/v1/streams HTTP/1.1
                    Host: x
                    X-API-Key: %s
                    Content-Type: application/json
                    Content-Length: 4
                    Transfer-Encoding: chunked

                    0

                    GET /health/live HTTP/1.1
                    Host: x

                    """.formatted(server.key));

            String first = connection.response();

            assertThat(first).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void headersAndAddressesAreBounded() {
        String long1 = raw("GET /%s HTTP/1.1\nHost: x\n\n".formatted("a".repeat(20_000)));
        String long2 = raw("GET /health/live HTTP/1.1\nHost: x\nX-A: %s\n\n".formatted("a".repeat(20_000)));

        assertThat(long1).matches("(?s)HTTP/\\d\\.\\d 4\\d\\d .*\"code\".*");
        assertThat(long2).matches("(?s)HTTP/\\d\\.\\d 4\\d\\d .*\"code\".*");
    }

    @Test
    void aKeyOfBytesBeyondAsciiIsRefused() {
        String path = server.newStream();
        String response =
                raw("POST %s HTTP/1.1\nHost: x\nX-API-Key: KEY\nIdempotency-Key: \u00e9\nContent-Length: 2\n\n{}"
                        .formatted(path));

        assertProblem(response, 400, "INVALID_REQUEST");
    }

    @Test
    void aClientThatAwaitsContinueGetsIt() {
        String path = server.newStream();
        try (RawConnection connection = server.connect()) {
            connection.send("POST %s HTTP/1.1\nHost: x\nX-API-Key: %s\nExpect: 100-continue\nContent-Length: 13\n\n"
                    .formatted(path, server.key));
            assertThat(connection.response()).startsWith("HTTP/1.1 100");

            connection.send("{\"user_id\":1}");

            assertThat(connection.response()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatAwaitsContinueWithoutAKeyIsRefusedAtOnce() {
        try (RawConnection connection = server.connect()) {
            connection.send(
                    "POST /api/v1/streams/a/records HTTP/1.1\nHost: x\nExpect: 100-continue\nContent-Length: 13\n\n");

            assertProblem(connection.response(), 401, "AUTHENTICATION_FAILED");
        }
    }

    @Test
    void headIsGetWithoutABody() {
        Answer answer = server.send(server.request("/api/v1/streams").HEAD());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(server.send(server.request("/api/v1/nothing").HEAD()).status())
                .isEqualTo(404);
    }

    @Test
    void methodsThatAPathDoesNotTakeAreRefusedWithThoseItTakes() {
        for (String method : new String[] {"DELETE", "PATCH", "PUT", "OPTIONS", "TRACE", "BREW"}) {
            Answer answer = server.send(server.request("/api/v1/streams").method(method, BodyPublishers.noBody()));

            answer.isProblem(405, "INVALID_REQUEST");
            assertThat(answer.header("Allow")).contains("GET", "POST");
        }
    }

    @Test
    void anotherSitesWebPageGetsNoPermission() {
        Answer preflight = server.send(server.request("/api/v1/streams")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
        Answer direct = server.send(server.request("/api/v1/streams").header("Origin", "https://evil.example"));

        preflight.isProblem(403, "INVALID_REQUEST");
        direct.isProblem(403, "INVALID_REQUEST");
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
        assertThat(direct.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void answersAreJsonOrNothing() {
        server.send(server.request("/api/v1/streams").header("Accept", "text/html"))
                .isProblem(406, "INVALID_REQUEST");
        server.send(server.request("/api/v1/nothing").header("Accept", "text/html"))
                .isProblem(404, "NOT_FOUND");
        server.send(server.request("/api/v1/streams").header("Accept", "text/html, */*;q=0.1"))
                .isOk(200);
    }

    @Test
    void oneConnectionServesManyRequestsAlsoAfterARefusal() {
        try (RawConnection connection = server.connect()) {
            String good = "GET /api/v1/streams HTTP/1.1\nHost: x\nX-API-Key: %s\n\n".formatted(server.key);
            for (int i = 0; i < 3; i++) {
                assertThat(connection.send(good).response()).startsWith("HTTP/1.1 200");
                assertThat(connection
                                .send("POST /api/v1/streams HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}")
                                .response())
                        .startsWith("HTTP/1.1 401");
            }
        }
    }
}
