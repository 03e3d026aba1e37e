package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticationTest {

    private static final List<String> OPEN =
            List.of("/health/live", "/health/ready", "/api/v1/health/live", "/api/v1/health/ready", "/openapi.yml");

    private RunningServer server;

    @BeforeAll
    void start() {
        server = RunningServer.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    Stream<UriRouteInfo<?, ?>> routes() {
        return server.context.getBean(Router.class).uriRoutes();
    }

    private static String path(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toPathString().replaceAll("\\{[^}]*}", "x1");
    }

    @Test
    void theRouterIsSeenToHoldTheApi() {
        assertThat(routes().map(AuthenticationTest::path))
                .contains("/api/v1/schemas", "/api/v1/schemas/x1", "/api/v1/streams", "/api/v1/streams/x1")
                .contains("/api/v1/streams/x1/records", "/health/live");
    }

    @ParameterizedTest
    @MethodSource("routes")
    @Tag("B14")
    void everyRouteButHealthNeedsAKey(UriRouteInfo<?, ?> route) {
        HttpRequest.Builder request =
                server.anonymous(path(route)).method(route.getHttpMethodName(), HttpRequest.BodyPublishers.noBody());

        Answer answer = server.send(request);

        if (OPEN.contains(path(route))) {
            assertThat(answer.status()).isEqualTo(200);
        } else if (route.getHttpMethod() == HttpMethod.HEAD) {
            assertThat(answer.status()).isEqualTo(401);
        } else {
            answer.isProblem(401, "AUTHENTICATION_FAILED");
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer", "ApiKey");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/streams", "/api/v1/streams/a/b/c"})
    void whatDoesNotExistUnderTheApiNeedsAKeyToo(String path) {
        server.send(server.anonymous(path)).isProblem(401, "AUTHENTICATION_FAILED");
        server.get(path).isProblem(404, "NOT_FOUND");
    }

    @Test
    void wrongMethodsAndTypesUnderTheApiNeedAKeyFirst() {
        server.send(server.anonymous("/api/v1/streams").DELETE()).isProblem(401, "AUTHENTICATION_FAILED");
        server.send(server.anonymous("/api/v1/streams")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("x")))
                .isProblem(401, "AUTHENTICATION_FAILED");
    }

    @Test
    void whatDoesNotExistElsewhereIsNotFound() {
        server.send(server.anonymous("/")).isProblem(404, "NOT_FOUND");
        server.send(server.anonymous("/console")).isProblem(404, "NOT_FOUND");
        server.send(server.anonymous("/favicon.ico")).isProblem(404, "NOT_FOUND");
    }

    @Test
    void aKeyIsTakenFromEachOfTheThreePlaces() {
        server.send(server.anonymous("/api/v1/streams").header("Authorization", "Bearer " + server.key))
                .isOk(200);
        server.send(server.anonymous("/api/v1/streams").header("Authorization", "ApiKey " + server.key))
                .isOk(200);
        server.send(server.anonymous("/api/v1/streams").header("X-API-Key", server.key))
                .isOk(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer ttd_live_00", "Bearer", "Basic YTpi", "nonsense", "Bearer eyJhbGciOiJub25lIn0.e30."})
    @Tag("B15")
    void aWrongKeyIsRefusedWithoutEchoingIt(String authorization) {
        Answer answer = server.send(server.anonymous("/api/v1/streams").header("Authorization", authorization));

        answer.isProblem(401, "AUTHENTICATION_FAILED");
        assertThat(answer.body()).doesNotContain("ttd_live_00", "YTpi");
    }

    @Test
    void anUnknownKeyOfTheRightFormIsRefused() {
        server.send(server.anonymous("/api/v1/streams").header("X-API-Key", "ttd_live_" + "0".repeat(64)))
                .isProblem(401, "AUTHENTICATION_FAILED");
    }

    @Test
    void aKeyInTheAddressDoesNotCount() {
        server.send(server.anonymous("/api/v1/streams?api_key=" + server.key)).isProblem(401, "AUTHENTICATION_FAILED");
    }

    @Test
    @Tag("F20")
    void anUnknownKeyCannotBeCheckedWhileTheStoreIsAway() {
        server.keys.goAway();
        try {
            Answer answer =
                    server.send(server.anonymous("/api/v1/streams").header("X-API-Key", "ttd_live_" + "1".repeat(64)));

            answer.isProblem(503, "STORAGE_UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        } finally {
            server.keys.comeBack();
        }
    }
}
