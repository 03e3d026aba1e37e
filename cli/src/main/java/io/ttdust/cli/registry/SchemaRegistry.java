package io.ttdust.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.client.RestClient.Violation;
import io.ttdust.cli.console.CommandException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The schemas of one server. May be used from any thread.
///
/// Whatever is refused for another reason than incompatibility becomes a [CommandException].
public final class SchemaRegistry {

    /// Where schemas are unless another namespace is named.
    public static final String DEFAULT_NAMESPACE = "default";

    private static final String PATH = "/api/v1/schemas";
    private static final int CREATED = 201;
    private static final String INCOMPATIBLE = "SCHEMA_INCOMPATIBLE";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RestClient rest;

    /// The schemas of the server that `rest` speaks to.
    public SchemaRegistry(RestClient rest) {
        this.rest = rest;
    }

    /// What became of a definition that was to be the next version.
    public sealed interface Addition {

        /// It is a version now, or was one already.
        ///
        /// @param added whether it is one only now
        record Version(int number, boolean added) implements Addition {}

        /// It may not follow the latest version.
        record Incompatible(List<Violation> violations) implements Addition {}
    }

    /// Registers a schema in the default namespace by its first version, with what else a server does by default.
    ///
    /// @return its id
    public String create(String name, Definition definition) {
        return create(DEFAULT_NAMESPACE, name, null, null, definition);
    }

    /// Registers a schema by its first version.
    ///
    /// @param description null for none
    /// @param mode null for the server's default
    /// @return its id
    public String create(
            String namespace, String name, @Nullable String description, @Nullable String mode, Definition definition) {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        if (!namespace.equals(DEFAULT_NAMESPACE)) {
            body.put("namespace", namespace);
        }
        if (description != null) {
            body.put("description", description);
        }
        return rest.post(PATH, with(body, mode, definition)).text("schema_id");
    }

    /// Adds a version.
    ///
    /// @param mode null for the schema's own
    public Addition add(String id, @Nullable String mode, Definition definition) {
        RestClient.Answer answer = rest.post(pathOf(id) + "/versions", with(JSON.createObjectNode(), mode, definition));
        JsonNode problem = answer.problem();
        if (problem.path("code").asText().equals(INCOMPATIBLE)) {
            return new Addition.Incompatible(Violation.all(problem.path("errors")));
        }
        return new Addition.Version(answer.json().path("version").asInt(), answer.status() == CREATED);
    }

    /// What speaks against adding a version; nothing when it could be added.
    ///
    /// @param mode null for the schema's own
    public List<Violation> check(String id, @Nullable String mode, Definition definition) {
        JsonNode answer = rest.post(pathOf(id) + "/compatibility", with(JSON.createObjectNode(), mode, definition))
                .json();
        List<Violation> violations = Violation.all(answer.path("violations"));
        if (answer.path("compatible").asBoolean() != violations.isEmpty()) {
            throw new CommandException("the server says both that it is compatible and that it is not: " + answer);
        }
        return violations;
    }

    private static ObjectNode with(ObjectNode body, @Nullable String mode, Definition definition) {
        if (mode != null) {
            body.put("compatibility_mode", mode);
        }
        return body.putRawValue("definition", new RawValue(definition.text()));
    }

    /// All schemas of a namespace, or of all, without their definitions; newest first.
    public List<JsonNode> list(@Nullable String namespace) {
        return all("schemas", PATH, namespace == null ? "" : "&namespace=" + encoded(namespace));
    }

    private List<JsonNode> all(String member, String path, String filter) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = rest.get(path + "?limit=100" + filter + cursor).json();
            page.path(member).forEach(all::add);
            if (!page.path("next_cursor").isTextual()) {
                return all;
            }
            cursor = "&cursor=" + encoded(page.path("next_cursor").asText());
        }
    }

    /// The id of the schema of that name; null when there is none.
    public @Nullable String find(String namespace, String name) {
        for (JsonNode schema : list(namespace)) {
            if (schema.path("name").asText().equals(name)
                    && schema.path("namespace").asText().equals(namespace)) {
                return schema.path("schema_id").asText();
            }
        }
        return null;
    }

    /// All versions of a schema without their definitions, ascending.
    public List<JsonNode> versions(String id) {
        return all("versions", pathOf(id) + "/versions", "");
    }

    /// A schema with its latest version, as the server shows it.
    public String show(String id) {
        return rest.get(pathOf(id)).success();
    }

    /// One version of a schema, as the server shows it.
    public String show(String id, int version) {
        return rest.get(pathOf(id) + "/versions/" + version).success();
    }

    private static String pathOf(String id) {
        return PATH + "/" + encoded(id);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
