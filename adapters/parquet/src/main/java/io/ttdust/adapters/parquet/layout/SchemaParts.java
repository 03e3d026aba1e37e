package io.ttdust.adapters.parquet.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the schemas that hold for one place say together about it: those met through `$ref` and `allOf` count like
/// those written there.
final class SchemaParts {

    private static final Set<String> TYPES = Set.of("object", "array", "string", "number", "integer", "boolean");

    private final List<ObjectNode> parts;

    private SchemaParts(List<ObjectNode> parts) {
        this.parts = parts;
    }

    List<ObjectNode> parts() {
        return parts;
    }

    /// The one type other than `null` that all parts allow; null when there are several or none, or nothing is
    /// said.
    @Nullable
    String type() {
        Set<String> types = null;
        for (ObjectNode part : parts) {
            Set<String> own = types(part);
            if (own != null) {
                types = types == null ? own : both(types, own);
            }
        }
        if (types == null || types.isEmpty()) {
            return null;
        }
        if (types.contains("number")) {
            types.remove("integer");
        }
        return types.size() == 1 ? types.iterator().next() : null;
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>();
        for (String type : one) {
            if (other.contains(type) || (type.equals("integer") && other.contains("number"))) {
                both.add(type);
            }
        }
        if (one.contains("number") && other.contains("integer")) {
            both.add("integer");
        }
        return both;
    }

    private static @Nullable Set<String> types(ObjectNode part) {
        Set<String> types = new TreeSet<>();
        JsonNode type = part.get("type");
        if (type != null) {
            type.forEach(one -> types.add(one.asText()));
            if (type.isTextual()) {
                types.add(type.textValue());
            }
        } else if (part.has("const")) {
            types.add(type(part.get("const")));
        } else if (part.has("enum")) {
            part.get("enum").forEach(one -> types.add(type(one)));
        } else if (part.has("properties")) {
            types.add("object");
        } else {
            return null;
        }
        types.retainAll(TYPES);
        return types;
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    /// The `format` a part names, the first if several do.
    String format() {
        for (ObjectNode part : parts) {
            if (part.path("format").isTextual()) {
                return part.get("format").textValue();
            }
        }
        return "";
    }

    /// The schemas of each property, in the order of the document.
    Map<String, List<JsonNode>> properties() {
        Map<String, List<JsonNode>> properties = new LinkedHashMap<>();
        for (ObjectNode part : parts) {
            for (Map.Entry<String, JsonNode> property : part.path("properties").properties()) {
                properties
                        .computeIfAbsent(property.getKey(), name -> new ArrayList<>())
                        .add(property.getValue());
            }
        }
        return properties;
    }

    /// Follows references inside one document, of which nothing outside is ever looked at.
    static final class Finder {

        /// Schemas looked at in all. A reference may be used many times, so a small document can mean many.
        static final int SCHEMAS_MAX = 20_000;

        private final JsonNode document;
        private final Map<String, JsonNode> named = new HashMap<>();
        private int looked;

        Finder(JsonNode document) {
            this.document = document;
            name(document);
        }

        private void name(JsonNode node) {
            if (node.path("$id").isTextual()) {
                named.putIfAbsent(node.get("$id").textValue(), node);
            }
            node.forEach(this::name);
        }

        /// All that holds where `schemas` hold; null when a reference leads nowhere, or there is too much.
        @Nullable
        SchemaParts find(List<JsonNode> schemas) {
            List<ObjectNode> parts = new ArrayList<>();
            for (JsonNode schema : schemas) {
                if (!add(schema, parts, 0)) {
                    return null;
                }
            }
            return new SchemaParts(parts);
        }

        private boolean add(JsonNode schema, List<ObjectNode> parts, int depth) {
            if (++looked > SCHEMAS_MAX || depth > 64) {
                return false;
            }
            if (!(schema instanceof ObjectNode part)) {
                return true;
            }
            JsonNode reference = part.get("$ref");
            if (reference != null && reference.isTextual()) {
                JsonNode target = target(reference.textValue());
                return target != null && add(target, parts, depth + 1);
            }
            parts.add(part);
            for (JsonNode one : part.path("allOf")) {
                if (!add(one, parts, depth + 1)) {
                    return false;
                }
            }
            return true;
        }

        private @Nullable JsonNode target(String reference) {
            JsonNode node = named.get(reference);
            if (node != null || !reference.startsWith("#")) {
                return node;
            }
            String pointer = decoded(reference.substring(1));
            if (!pointer.isEmpty() && !pointer.startsWith("/")) {
                return null;
            }
            JsonNode found = document.at(pointer);
            return found.isMissingNode() ? null : found;
        }

        /// Percent-encoding undone; a plus sign is no space here.
        private static String decoded(String fragment) {
            try {
                return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                return fragment;
            }
        }
    }
}
