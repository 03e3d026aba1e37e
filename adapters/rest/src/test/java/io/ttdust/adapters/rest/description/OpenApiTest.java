package io.ttdust.adapters.rest.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.problem.ErrorCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Holds `/openapi.yml` to the routes, the error codes and the answers there are.
class OpenApiTest extends ServerTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Pattern CODE = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+|CONFLICT|OVERLOADED)`");

    private Map<?, ?> document = Map.of();

    @BeforeAll
    void load() {
        Answer answer = server.send(server.anonymous("/openapi.yml").GET());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        document = new Yaml(new SafeConstructor(strict)).load(answer.body());
    }

    @Test
    void describesEveryRouteAndNoOther() {
        Set<String> routes = new TreeSet<>();
        server.context.getBean(Router.class).uriRoutes().forEach(route -> {
            String path = route.getUriMatchTemplate().toPathString();
            if (route.getHttpMethod() != HttpMethod.HEAD && !path.startsWith("/test/")) {
                routes.add(route.getHttpMethodName() + " " + path);
            }
        });
        Set<String> described = new TreeSet<>();
        operations((route, operation) -> described.add(route));

        assertThat(described).isEqualTo(routes);
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        Set<String> references = new HashSet<>();
        walk(document, (key, value) -> {
            if (key.equals("$ref")) {
                references.add((String) value);
            }
        });
        assertThat(references)
                .allSatisfy(reference ->
                        assertThat(resolved(reference)).as(reference).isNotNull());
        List<String> components = new ArrayList<>();
        for (String kind : List.of("headers", "parameters", "responses", "schemas")) {
            map(map(document, "components"), kind)
                    .keySet()
                    .forEach(name -> components.add("#/components/" + kind + "/" + name));
        }
        assertThat(references).containsAll(components);
    }

    @Test
    void everyOperationHasWhatADocumentNeeds() {
        Set<Object> ids = new HashSet<>();
        operations((route, operation) -> {
            assertThat(operation.get("summary")).as(route).isInstanceOf(String.class);
            assertThat(ids.add(operation.get("operationId"))).as(route).isTrue();
            assertThat(map(operation, "responses").containsKey("default"))
                    .as(route)
                    .isTrue();
            Set<String> placed = new HashSet<>();
            Matcher places = Pattern.compile("\\{(\\w+)}").matcher(route);
            while (places.find()) {
                placed.add(places.group(1));
            }
            assertThat(pathParameters(route, operation)).as(route).isEqualTo(placed);
        });
        assertThat(document.get("openapi")).isEqualTo("3.1.0");
    }

    @Test
    void errorCodesAndRolesAreThoseThereAre() {
        List<String> codes = Stream.of(ErrorCode.values()).map(ErrorCode::name).toList();

        assertThat(map(schema("ErrorCode")).get("enum")).isEqualTo(codes);
        Set<String> named = new HashSet<>();
        walk(document, (key, value) -> {
            if (key.equals("description") && value instanceof String text) {
                Matcher code = CODE.matcher(text);
                while (code.find()) {
                    named.add(code.group(1));
                }
            }
        });
        assertThat(codes).containsAll(named);
        assertThat(named).containsAll(codes);
        assertThat(map(schema("Role")).get("enum"))
                .isEqualTo(Stream.of(Role.values()).map(Role::word).toList());
    }

    @Test
    void everyStatusOfAnErrorCodeIsThatOfTheResponsesThatNameIt() {
        operations((route, operation) -> map(operation, "responses").forEach((status, response) -> {
            Object description = map(dereferenced(response)).get("description");
            Matcher code = CODE.matcher(String.valueOf(description));
            while (code.find() && !status.equals("default")) {
                assertThat(String.valueOf(ErrorCode.valueOf(code.group(1)).httpStatus()))
                        .as("%s %s", route, code.group(1))
                        .isEqualTo(status);
            }
        }));
    }

    @Test
    void theExamplesAreTakenAndTheAnswersAreAsDescribed() {
        Answer schema =
                post("/api/v1/schemas", "/api/v1/schemas", "application/json").isOk(201);
        Answer stream =
                post("/api/v1/streams", "/api/v1/streams", "application/json").isOk(201);
        String records = "/api/v1/streams/{stream}/records";
        String path = records.replace("{stream}", stream.text("name"));
        for (Object type :
                map(map(operation("POST " + records), "requestBody"), "content").keySet()) {
            Answer answer = post(records, path, (String) type).isOk(200);
            assertThat(answer.at("rejected")).as(answer.body()).isEqualTo(0L);
            matches(answer, "Verdicts");
        }
        Answer key =
                post("/api/v1/api-keys", "/api/v1/api-keys", "application/json").isOk(201);
        matches(schema, "SchemaWithDefinition");
        theExamplesOfVersionsAreTaken("/api/v1/schemas/" + schema.text("schema_id"));
        matches(stream, "Stream");
        matches(key, "ApiKeyWithSecret");
        matches(server.get("/api/v1/schemas"), "SchemaPage");
        matches(server.get("/api/v1/streams"), "StreamPage");
        matches(server.get("/api/v1/api-keys"), "ApiKeyPage");
        matches(server.get("/health/live"), "Live");
        matches(server.get("/health/ready"), "Ready");
        matches(server.get("/api/v1/streams/nowhere"), "Problem");
        Answer page = server.get(path + "?start=2026-01-01T00:00:00Z&end=2026-01-02T00:00:00Z");
        matches(page, "RecordPage");
        matches(
                server.get(path + "?key_field=_record_id&key_value=rec_019b76da-a800-7000-8000-000000000000"),
                "LookUp");
    }

    private void theExamplesOfVersionsAreTaken(String path) {
        String schema = "/api/v1/schemas/{id}";
        String json = "application/json";
        Answer tried =
                post(schema + "/compatibility", path + "/compatibility", json).isOk(200);
        assertThat(tried.at("compatible")).isEqualTo(false);
        matches(tried, "Compatibility");
        matches(post(schema + "/versions", path + "/versions", json).isOk(201), "SchemaVersionWithDefinition");
        matches(send("PATCH", schema, path, json).isOk(200), "SchemaWithDefinition");
        matches(
                send("PATCH", schema + "/versions/{version}", path + "/versions/2", json)
                        .isOk(200),
                "SchemaVersionWithDefinition");
        matches(server.get(path + "/versions"), "SchemaVersionPage");
    }

    private Answer post(String route, String path, String type) {
        return send("POST", route, path, type);
    }

    /// Sends the operation's own example.
    private Answer send(String method, String route, String path, String type) {
        Object content = map(map(operation(method + " " + route), "requestBody"), "content")
                .get(type);
        Object example = Objects.requireNonNull(map(content).get("example"), route);
        String body = example instanceof String text ? text : json(example);
        return server.send(
                server.request(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
    }

    /// Every member of the answer is described, and every required one is there, at every depth.
    private void matches(Answer answer, String schema) {
        matches(answer.json(), map(schema(schema)), schema);
    }

    private void matches(@Nullable Object value, Map<?, ?> schema, String where) {
        Map<?, ?> described = map(dereferenced(schema));
        List<Map<?, ?>> parts = new ArrayList<>();
        parts.add(described);
        for (String combined : List.of("allOf", "oneOf")) {
            if (described.get(combined) instanceof List<?> choices) {
                choices.forEach(choice -> parts.add(map(dereferenced(choice))));
            }
        }
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> {
                Map<?, ?> own = null;
                boolean free = false;
                for (Map<?, ?> part : parts) {
                    if (part.get("properties") instanceof Map<?, ?> properties && properties.get(name) != null) {
                        own = map(properties.get(name));
                    }
                    free |= part.get("additionalProperties") instanceof Map<?, ?> || !hasProperties(part, parts);
                }
                assertThat(own != null || free)
                        .as("%s.%s is described", where, name)
                        .isTrue();
                if (own != null) {
                    matches(member, own, where + "." + name);
                }
            });
            for (Map<?, ?> part : parts) {
                if (part.get("required") instanceof List<?> required) {
                    assertThat(members.keySet().stream().map(Object.class::cast).toList())
                            .as(where)
                            .containsAll(
                                    required.stream().map(Object.class::cast).toList());
                }
            }
        } else if (value instanceof List<?> elements) {
            elements.forEach(element -> matches(element, map(described.get("items")), where + "[]"));
        }
    }

    /// Whether any part lists members; a schema that lists none takes all.
    private static boolean hasProperties(Map<?, ?> part, List<Map<?, ?>> parts) {
        return part.containsKey("properties") || parts.stream().anyMatch(other -> other.containsKey("properties"));
    }

    private void operations(BiConsumer<String, Map<?, ?>> each) {
        map(document, "paths")
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        each.accept(((String) method).toUpperCase(Locale.ROOT) + " " + path, map(operation));
                    }
                }));
    }

    private Map<?, ?> operation(String route) {
        String[] words = route.split(" ", 2);
        return map(map(map(document, "paths"), words[1]), words[0].toLowerCase(Locale.ROOT));
    }

    private Set<String> pathParameters(String route, Map<?, ?> operation) {
        Set<String> names = new HashSet<>();
        Map<?, ?> item = map(map(document, "paths"), route.split(" ", 2)[1]);
        for (Map<?, ?> holder : List.of(item, operation)) {
            if (holder.get("parameters") instanceof List<?> parameters) {
                parameters.stream()
                        .map(this::dereferenced)
                        .map(OpenApiTest::map)
                        .forEach(parameter -> {
                            if ("path".equals(parameter.get("in"))) {
                                assertThat(parameter.get("required")).isEqualTo(true);
                                names.add((String) Objects.requireNonNull(parameter.get("name")));
                            }
                        });
            }
        }
        return names;
    }

    private @Nullable Object schema(String name) {
        return resolved("#/components/schemas/" + name);
    }

    private Object dereferenced(@Nullable Object node) {
        return node instanceof Map<?, ?> map && map.get("$ref") instanceof String reference
                ? Objects.requireNonNull(resolved(reference), reference)
                : Objects.requireNonNull(node);
    }

    private @Nullable Object resolved(String reference) {
        Object here = document;
        for (String step : reference.replace("#/", "").split("/", -1)) {
            here = here instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return here;
    }

    private static void walk(@Nullable Object node, BiConsumer<String, Object> each) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    each.accept(String.valueOf(key), value);
                }
                walk(value, each);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(element -> walk(element, each));
        }
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return (Map<?, ?>) Objects.requireNonNull(node);
    }

    private static Map<?, ?> map(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
    }

    private static String json(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                List<String> members = new ArrayList<>();
                map.forEach((name, member) -> members.add("\"%s\":%s".formatted(name, json(member))));
                yield "{" + String.join(",", members) + "}";
            }
            case List<?> list -> {
                List<String> elements = new ArrayList<>();
                list.forEach(element -> elements.add(json(element)));
                yield "[" + String.join(",", elements) + "]";
            }
            case String text -> "\"" + text + "\"";
            case null, default -> String.valueOf(value);
        };
    }
}
