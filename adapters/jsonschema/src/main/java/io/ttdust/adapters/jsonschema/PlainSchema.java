package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.SchemaResources.Place;
import io.ttdust.adapters.jsonschema.library.LibraryFormats;
import io.ttdust.adapters.jsonschema.library.SchemaPlaces;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a checked definition anew, so that the library meets nothing it could read in its own way.
///
/// Only keywords that assert something in draft-07 remain; there is no `$id`, no `$schema`, no unknown keyword,
/// and every reference is `#/definitions/dN` into one flat list of what was referred to. So the library has
/// nothing to resolve, let alone to fetch.
final class PlainSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaDocument document;
    private final IdentityHashMap<ObjectNode, Integer> numbers = new IdentityHashMap<>();
    private final List<String> targets = new ArrayList<>();
    private final Deque<ObjectNode> waiting = new ArrayDeque<>();
    private final boolean formats;
    private int widestObject;

    private PlainSchema(SchemaDocument document, boolean formats) {
        this.document = document;
        this.formats = formats;
    }

    /// A definition ready for the library.
    ///
    /// @param places where each of its schemas stands in the definition
    /// @param widestObject the most names any `properties` or `required` of it holds
    record Written(JsonNode schema, SchemaPlaces places, int widestObject) {}

    static Written of(SchemaDocument document) {
        return new PlainSchema(document, true).written();
    }

    /// The same without `format`.
    static Written withoutFormats(SchemaDocument document) {
        return new PlainSchema(document, false).written();
    }

    private Written written() {
        JsonNode root = schema(document.root());
        ObjectNode definitions = NODES.objectNode();
        for (ObjectNode next = waiting.poll(); next != null; next = waiting.poll()) {
            definitions.set(SchemaPlaces.PREFIX + numbers.get(next), assertions(next));
        }
        if (!definitions.isEmpty() && root instanceof ObjectNode object) {
            object.set("definitions", definitions);
        }
        return new Written(root, new SchemaPlaces(document.origin(), targets), widestObject);
    }

    private JsonNode schema(JsonNode node) {
        JsonNode schema = node;
        String pointer = "";
        boolean followed = false;
        while (schema instanceof ObjectNode object && SchemaKeywords.reference(object) != null) {
            Place target = document.target(object); // ends: circles were refused
            schema = target.schema();
            pointer = target.pointer();
            followed = true;
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        return followed ? reference(object, pointer) : assertions(object);
    }

    private ObjectNode reference(ObjectNode target, String pointer) {
        Integer number = numbers.get(target);
        if (number == null) {
            number = numbers.size();
            numbers.put(target, number);
            targets.add(pointer);
            waiting.add(target);
        }
        ObjectNode reference = NODES.objectNode();
        reference.put("$ref", "#/definitions/" + SchemaPlaces.PREFIX + number);
        return reference;
    }

    private ObjectNode assertions(ObjectNode schema) {
        ObjectNode plain = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String keyword = member.getKey();
            SchemaKeywords.Holds holds = SchemaKeywords.assertion(keyword);
            if (holds != null && asserts(keyword, member.getValue(), schema)) {
                plain.set(keyword, value(keyword, holds, member.getValue()));
            }
        }
        return plain;
    }

    private boolean asserts(String keyword, JsonNode value, ObjectNode schema) {
        return switch (keyword) {
            case "format" -> formats && LibraryFormats.asserted(value.textValue());
            case "then", "else" -> schema.has("if");
            case "if" -> schema.has("then") || schema.has("else");
            case "additionalItems" -> schema.path("items").isArray();
            default -> true;
        };
    }

    private JsonNode value(String keyword, SchemaKeywords.Holds holds, JsonNode value) {
        return switch (holds) {
            case PLAIN -> plain(keyword, value);
            case SCHEMA -> schema(value);
            case SCHEMA_ARRAY -> array(value);
            case SCHEMA_OR_ARRAY -> value.isArray() ? array(value) : schema(value);
            case SCHEMA_MAP, DEPENDENCIES -> map(value);
        };
    }

    private JsonNode plain(String keyword, JsonNode value) {
        if (keyword.equals("required")) {
            widestObject = Math.max(widestObject, value.size());
        }
        if (SchemaKeywords.isCount(keyword) && !value.isInt()) {
            return IntNode.valueOf(Integer.MAX_VALUE); // no payload holds that many of anything
        }
        return value;
    }

    private ArrayNode array(JsonNode schemas) {
        ArrayNode plain = NODES.arrayNode(schemas.size());
        schemas.forEach(schema -> plain.add(schema(schema)));
        return plain;
    }

    private ObjectNode map(JsonNode schemas) {
        widestObject = Math.max(widestObject, schemas.size());
        ObjectNode plain = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : schemas.properties()) {
            plain.set(entry.getKey(), names(entry.getValue()) ? entry.getValue() : schema(entry.getValue()));
        }
        return plain;
    }

    private static boolean names(@Nullable JsonNode dependency) {
        return dependency != null && dependency.isArray();
    }
}
