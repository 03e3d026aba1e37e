package io.ttdust.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Schemas and streams as the HTTP API tells of them. It knows one rule of compatibility: what is required of a new
/// version must have been required of the one before. For one thread at a time.
final class FakeRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Pages of two, so that there are some.
    private static final int PAGE = 2;

    private final List<Schema> schemas = new ArrayList<>();
    private final Set<String> streams = new HashSet<>();

    record Answer(int status, String body) {}

    private record Schema(
            String id, String namespace, String name, String description, String mode, List<String> versions) {}

    /// The id of the schema that is made as the `number`th, from 1.
    static String id(int number) {
        return "sch_00000000-0000-7000-8000-%012x".formatted(number);
    }

    Answer answer(String method, String path, @Nullable String query, String body) {
        String[] parts = path.substring("/api/v1/".length()).split("/", -1);
        JsonNode sent = read(body);
        if (parts[0].equals("streams")) {
            return stream(method, parts, sent);
        }
        if (parts.length == 1) {
            return method.equals("POST") ? create(sent, body) : list(String.valueOf(query));
        }
        for (Schema schema : schemas) {
            if (schema.id().equals(parts[1])) {
                return of(schema, parts, method, sent, body);
            }
        }
        return problem(404, "NOT_FOUND", "there is no schema with id '%s'".formatted(parts[1]), List.of());
    }

    private Answer stream(String method, String[] parts, JsonNode sent) {
        if (method.equals("POST")) {
            streams.add(sent.path("name").asText());
            return new Answer(201, "{\"stream_id\":\"str_1\"}");
        }
        return streams.contains(parts[1]) ? new Answer(200, "{}") : new Answer(404, "{\"code\":\"NOT_FOUND\"}");
    }

    private Answer create(JsonNode sent, String body) {
        String name = sent.path("name").asText();
        String namespace = sent.path("namespace").asText("default");
        if (schemas.stream()
                .anyMatch(one -> one.name().equals(name) && one.namespace().equals(namespace))) {
            return problem(409, "CONFLICT", "there is a schema '%s/%s' already".formatted(namespace, name), List.of());
        }
        if (sent.at("/definition/type").asText().equals("nonsense")) {
            return problem(422, "SCHEMA_INVALID", "The schema cannot be used", List.of("/type enum no such type"));
        }
        Schema schema = new Schema(
                id(schemas.size() + 1),
                namespace,
                name,
                sent.path("description").asText(),
                sent.path("compatibility_mode").asText("BACKWARD"),
                new ArrayList<>(List.of(definition(body))));
        schemas.addFirst(schema);
        return new Answer(201, shown(schema, 1));
    }

    private Answer list(String query) {
        List<Schema> found = schemas.stream()
                .filter(one -> !query.contains("namespace=") || query.contains("namespace=" + one.namespace()))
                .toList();
        int from = query.contains("cursor=") ? Integer.parseInt(query.substring(query.indexOf("cursor=") + 7)) : 0;
        ObjectNode page = JSON.createObjectNode();
        ArrayNode list = page.putArray("schemas");
        found.stream()
                .skip(from)
                .limit(PAGE)
                .forEach(one -> list.add(members(one, one.versions().size())));
        page.put("next_cursor", from + PAGE < found.size() ? String.valueOf(from + PAGE) : null);
        return new Answer(200, page.toString());
    }

    private static Answer of(Schema schema, String[] parts, String method, JsonNode sent, String body) {
        int latest = schema.versions().size();
        if (parts.length == 2) {
            return new Answer(200, shown(schema, latest));
        }
        if (method.equals("GET")) {
            if (parts.length == 3) {
                ObjectNode page = JSON.createObjectNode();
                ArrayNode list = page.putArray("versions");
                for (int version = 1; version <= latest; version++) {
                    list.add(members(schema, version));
                }
                return new Answer(200, page.toString());
            }
            int version = Integer.parseInt(parts[3]);
            return version <= latest
                    ? new Answer(200, shown(schema, version))
                    : problem(404, "NOT_FOUND", "there is no version " + version, List.of());
        }
        String mode = sent.path("compatibility_mode").asText(schema.mode());
        List<String> against = mode.equals("NONE") ? List.of() : against(schema, sent.path("definition"));
        if (parts[2].equals("compatibility")) {
            ObjectNode verdict = JSON.createObjectNode().put("compatible", against.isEmpty());
            verdict.set("violations", errors(against));
            return new Answer(200, verdict.toString());
        }
        for (int version = 1; version <= latest; version++) {
            if (read(schema.versions().get(version - 1)).equals(sent.path("definition"))) {
                return new Answer(200, shown(schema, version));
            }
        }
        if (!against.isEmpty()) {
            return problem(409, "SCHEMA_INCOMPATIBLE", "under mode %s this cannot follow".formatted(mode), against);
        }
        schema.versions().add(definition(body));
        return new Answer(201, shown(schema, latest + 1));
    }

    private static List<String> against(Schema schema, JsonNode definition) {
        Set<String> required = new HashSet<>();
        read(schema.versions().getLast()).path("required").forEach(name -> required.add(name.asText()));
        List<String> against = new ArrayList<>();
        for (JsonNode name : definition.path("required")) {
            if (!required.contains(name.asText())) {
                against.add(("/required required-added records without '%s' would be refused (before: absent); the"
                                + " smallest change that would pass: do not require '%s'")
                        .formatted(name.asText(), name.asText()));
            }
        }
        return against;
    }

    /// @param errors pointer, keyword and message, with a blank between them
    private static Answer problem(int status, String code, String detail, List<String> errors) {
        ObjectNode problem = JSON.createObjectNode().put("code", code).put("detail", detail);
        problem.set("errors", errors(errors));
        return new Answer(status, problem.toString());
    }

    private static ArrayNode errors(List<String> errors) {
        ArrayNode list = JSON.createArrayNode();
        for (String error : errors) {
            String[] parts = error.split(" ", 3);
            list.addObject().put("pointer", parts[0]).put("keyword", parts[1]).put("message", parts[2]);
        }
        return list;
    }

    /// As the real one, it keeps the text.
    private static String definition(String body) {
        String name = "\"definition\":";
        return body.substring(body.indexOf(name) + name.length(), body.length() - 1);
    }

    private static String shown(Schema schema, int version) {
        String members = members(schema, version).toString();
        return members.substring(0, members.length() - 1) + ",\"definition\":"
                + schema.versions().get(version - 1) + "}";
    }

    private static ObjectNode members(Schema schema, int version) {
        return JSON.createObjectNode()
                .put("schema_id", schema.id())
                .put("name", schema.name())
                .put("namespace", schema.namespace())
                .put("description", schema.description())
                .put("version", version)
                .put("status", "active")
                .put("fingerprint", "f" + version)
                .put("created_at", "2026-01-31T10:00:00Z")
                .put("compatibility_mode", schema.mode());
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
