package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import io.ttdust.domain.access.Role;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every route of the router × every role × a key bound to no stream, to the route's own and to another one,
/// against a table written by hand. A route that is not in the table fails the test.
@Tag("B14")
class PermissionsTest extends ServerTest {

    private static final String OWN = "own";
    private static final String OTHER = "other";

    /// Per route: the lowest role, and what a bound key needs on top: `-` nothing, `own` that the stream in the
    /// path is its own, `every` that it is not bound at all.
    private static final String EXPECTED = """
            GET    /api/v1/schemas                   reader        -
            GET    /api/v1/schemas/{id}              reader        -
            GET    /api/v1/schemas/{id}/versions     reader        -
            GET    /api/v1/schemas/{id}/versions/{version} reader  -
            POST   /api/v1/schemas                   schema_admin  -
            POST   /api/v1/schemas/{id}/versions     schema_admin  -
            POST   /api/v1/schemas/{id}/compatibility reader       -
            PATCH  /api/v1/schemas/{id}              schema_admin  -
            PATCH  /api/v1/schemas/{id}/versions/{version} schema_admin -
            DELETE /api/v1/schemas/{id}              admin         -
            GET    /api/v1/streams                   reader        -
            GET    /api/v1/streams/{stream}          reader        own
            POST   /api/v1/streams                   operator      every
            PATCH  /api/v1/streams/{stream}          operator      own
            GET    /api/v1/streams/{stream}/records  reader        own
            POST   /api/v1/streams/{stream}/records  writer        own
            GET    /api/v1/api-keys                  admin         -
            POST   /api/v1/api-keys                  admin         -
            DELETE /api/v1/api-keys/{id}             admin         -
            GET    /metrics                          reader        every
            GET    /test/undeclared                  nobody        -
            """;

    private static final List<String> OPEN =
            List.of("/health/live", "/health/ready", "/api/v1/health/live", "/api/v1/health/ready", "/openapi.yml");

    private final Map<Role, String> unbound = new EnumMap<>(Role.class);
    private final Map<Role, String> bound = new EnumMap<>(Role.class);

    private record Rule(@Nullable Role lowest, String binding) {

        boolean lets(Role role, boolean isBound, String stream) {
            if (lowest == null || !role.includes(lowest)) {
                return false;
            }
            return !isBound
                    || switch (binding) {
                        case "-" -> true;
                        case "own" -> stream.equals(OWN);
                        default -> false;
                    };
        }
    }

    @BeforeAll
    void makeKeys() {
        for (String stream : List.of(OWN, OTHER)) {
            server.post("/api/v1/streams", "{\"name\":\"%s\"}".formatted(stream))
                    .isOk(201);
        }
        String own = server.get("/api/v1/streams/" + OWN).text("stream_id");
        for (Role role : Role.values()) {
            unbound.put(role, key("{\"name\":\"k\",\"role\":\"%s\"}".formatted(role.word())));
            if (role != Role.ADMIN) {
                bound.put(
                        role,
                        key(("{\"name\":\"k\",\"role\":\"%s\",\"stream_permissions\":"
                                        + "[{\"stream_id\":\"%s\",\"actions\":[\"admin\"]}]}")
                                .formatted(role.word(), own)));
            }
        }
    }

    private String key(String body) {
        return server.post("/api/v1/api-keys", body).isOk(201).text("api_key");
    }

    private static Map<String, Rule> expected() {
        Map<String, Rule> rules = new HashMap<>();
        for (String line : EXPECTED.lines().toList()) {
            String[] words = line.split(" +", -1);
            rules.put(words[0] + " " + words[1], new Rule(Role.ofWord(words[2]), words[3]));
        }
        return rules;
    }

    /// All routes that are not open, as `METHOD /path`, without the HEAD that goes with every GET.
    private Map<String, UriRouteInfo<?, ?>> routes() {
        Map<String, UriRouteInfo<?, ?>> routes = new LinkedHashMap<>();
        server.context.getBean(Router.class).uriRoutes().forEach(route -> {
            String path = route.getUriMatchTemplate().toPathString();
            if (!OPEN.contains(path) && route.getHttpMethod() != HttpMethod.HEAD) {
                routes.put(route.getHttpMethodName() + " " + path, route);
            }
        });
        return routes;
    }

    @Test
    void theTableHoldsTheRoutesOfTheRouter() {
        assertThat(new TreeSet<>(routes().keySet()))
                .isEqualTo(new TreeSet<>(expected().keySet()));
    }

    @Test
    void everyRouteLetsInWhomTheTableLetsIn() {
        Map<String, Rule> rules = expected();
        List<String> wrong = new ArrayList<>();
        routes().forEach((route, info) -> {
            Rule rule = Objects.requireNonNull(rules.get(route), route);
            for (Role role : Role.values()) {
                for (String stream : List.of(OWN, OTHER)) {
                    check(wrong, route, role, false, stream, rule);
                    if (bound.containsKey(role)) {
                        check(wrong, route, role, true, stream, rule);
                    }
                }
            }
        });

        assertThat(wrong).isEmpty();
    }

    private void check(List<String> wrong, String route, Role role, boolean isBound, String stream, Rule rule) {
        boolean lets = rule.lets(role, isBound, stream);
        String[] words = route.split(" ", -1);
        String path = words[1].replace("{stream}", stream)
                .replace("{id}", "key_019b76da-a800-7000-8000-000000000000")
                .replace("{version}", "1");
        Map<Role, String> keys = isBound ? bound : unbound;
        Answer answer = server.send(server.anonymous(path)
                .header("X-API-Key", Objects.requireNonNull(keys.get(role)))
                .header("Content-Type", "application/json")
                .method(words[0], HttpRequest.BodyPublishers.ofString("")));
        boolean refused = answer.status() == 403;
        if (refused) {
            answer.isProblem(403, "AUTHORIZATION_FAILED");
            assertThat(answer.at("retryable")).isEqualTo(false);
        }
        if (answer.status() == 401 || refused == lets) {
            wrong.add("%s by %s%s to %s: %d"
                    .formatted(
                            route,
                            role.word().toUpperCase(Locale.ROOT),
                            isBound ? " bound to own" : "",
                            stream,
                            answer.status()));
        }
    }

    /// The table has one line for the route; what is deleted of it is gone for good, and who asks is told which
    /// streams are in the way.
    @Test
    void deletingAVersionNeedsTheRoleThatDeletingTheSchemaNeeds() {
        String schema = server.post("/api/v1/schemas", "{\"name\":\"guarded\",\"definition\":{}}")
                .isOk(201)
                .text("schema_id");
        String path = "/api/v1/schemas/" + schema + "/versions/1";
        server.post("/api/v1/streams", "{\"name\":\"secret\",\"schema_id\":\"%s\"}".formatted(schema))
                .isOk(201);

        for (Map<Role, String> keys : List.of(unbound, bound)) {
            for (Role role : List.of(Role.SCHEMA_ADMIN, Role.OPERATOR)) {
                Answer refused = patch(path, "{\"status\":\"deleted\"}", keys, role);
                refused.isProblem(403, "AUTHORIZATION_FAILED");
                assertThat(refused.text("detail")).contains("delete schemas", "'admin'");
                patch(path, "{\"status\":\"deprecated\"}", keys, role).isOk(200);
                patch(path, "{\"status\":\"active\"}", keys, role).isOk(200);
            }
        }

        Answer used = patch(path, "{\"status\":\"deleted\"}", unbound, Role.ADMIN);
        used.isProblem(409, "CONFLICT");
        assertThat(used.text("detail")).contains("'secret'");
    }

    private Answer patch(String path, String body, Map<Role, String> keys, Role role) {
        return server.send(server.anonymous(path)
                .header("X-API-Key", Objects.requireNonNull(keys.get(role)))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void theRefusalNamesWhatIsMissing() {
        assertThat(get("/api/v1/api-keys", unbound, Role.WRITER).text("detail"))
                .contains("list API keys", "'admin'", "'writer'");
        assertThat(get("/api/v1/streams/other/records", bound, Role.WRITER).text("detail"))
                .contains("'read'", "'other'");
        assertThat(get("/test/undeclared", unbound, Role.ADMIN).text("detail")).contains("declares no permission");
    }

    @Test
    void aBoundKeyCannotTellAnotherStreamFromNone() {
        String foreign =
                get("/api/v1/streams/other/records", bound, Role.WRITER).text("detail");
        String missing =
                get("/api/v1/streams/nowhere/records", bound, Role.WRITER).text("detail");

        assertThat(missing).isEqualTo(foreign.replace("other", "nowhere"));
        get("/api/v1/streams/nowhere/records", unbound, Role.WRITER).isProblem(404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/streams/%6Fther/records",
                "/api/v1/streams/other/records?stream=own",
                "/api/v1/streams/own%2F..%2Fother/records",
                "/api/v1/streams/other"
            })
    void aBoundKeyReachesNoOtherStreamByAnotherSpelling(String path) {
        Answer answer = get(path, bound, Role.OPERATOR);

        assertThat(answer.status()).as(answer.body()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("next_cursor", "created_at");
    }

    @Test
    void aBoundKeyListsItsOwnStreamOnly() {
        assertThat(get("/api/v1/streams", bound, Role.OPERATOR).list("streams")).hasSize(1);
        assertThat(get("/api/v1/streams", bound, Role.OPERATOR).at("streams/0/name"))
                .isEqualTo(OWN);
        assertThat(get("/api/v1/streams", unbound, Role.READER).list("streams")).hasSizeGreaterThan(1);
    }

    private Answer get(String path, Map<Role, String> keys, Role role) {
        return server.send(server.anonymous(path).header("X-API-Key", Objects.requireNonNull(keys.get(role))));
    }
}
