package io.ttdust.adapters.jsonschema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;

/// Values that mostly fit a schema, roughly: what it asks for in many places is looked at in one of them.
final class RandomValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 5;

    private final Random random;
    private final RandomSchemas any;
    private final JsonNode root;

    RandomValues(Random random, JsonNode root) {
        this.random = random;
        this.any = new RandomSchemas(random);
        this.root = root;
    }

    JsonNode next() {
        return random.nextInt(5) == 0 ? any.value(3) : value(root, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        if (depth > DEPTH_MAX || !schema.isObject() || random.nextInt(12) == 0) {
            return any.value(depth > DEPTH_MAX ? 0 : 2);
        }
        if (schema.has("$ref")) {
            String pointer = schema.get("$ref").asText().substring(1);
            return value(root.at(pointer), depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const").deepCopy();
        }
        if (schema.has("enum") && !schema.get("enum").isEmpty()) {
            return oneOf(schema.get("enum")).deepCopy();
        }
        for (String keyword : new String[] {"anyOf", "oneOf", "allOf", "then", "else"}) {
            if (schema.has(keyword) && random.nextInt(2) == 0) {
                JsonNode inner = schema.get(keyword);
                JsonNode one = inner.isArray() ? oneOf(inner) : inner;
                return value(merged(schema, one), depth + 1);
            }
        }
        return typed(schema, depth);
    }

    /// What both say, where they do not contradict each other; the applicators are gone.
    private static JsonNode merged(JsonNode schema, JsonNode one) {
        if (!one.isObject()) {
            return schema;
        }
        ObjectNode merged = schema.deepCopy();
        for (String keyword : new String[] {"anyOf", "oneOf", "allOf", "then", "else"}) {
            merged.remove(keyword);
        }
        for (Map.Entry<String, JsonNode> member : one.properties()) {
            if (merged.get(member.getKey()) instanceof ObjectNode object
                    && member.getValue() instanceof ObjectNode other) {
                object.setAll(other);
            } else {
                merged.set(member.getKey(), member.getValue());
            }
        }
        return merged;
    }

    private JsonNode typed(JsonNode schema, int depth) {
        JsonNode type = schema.path("type");
        String name = type.isArray() && !type.isEmpty() ? oneOf(type).asText() : type.asText("");
        if (name.isEmpty()) {
            boolean items = schema.has("items") || schema.has("contains") || schema.has("minItems");
            boolean members = schema.has("properties")
                    || schema.has("required")
                    || schema.has("additionalProperties")
                    || schema.has("patternProperties");
            name = items && (!members || random.nextBoolean()) ? "array" : members ? "object" : "";
        }
        return switch (name) {
            case "null" -> NODES.nullNode();
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" -> NODES.numberNode(random.nextInt(7) - 2);
            case "number" -> Change.json(random.nextInt(5) - 1 + (random.nextBoolean() ? ".5" : ".25"));
            case "string" -> any.text();
            case "array" -> array(schema, depth);
            case "object" -> object(schema, depth);
            default -> any.value(2);
        };
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            JsonNode items = schema.path("items");
            JsonNode item = !items.isArray() ? items : i < items.size() ? items.get(i) : schema.path("additionalItems");
            array.add(
                    value(schema.has("contains") && random.nextInt(3) == 0 ? schema.get("contains") : item, depth + 1));
        }
        return array;
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        for (String name : RandomSchemas.NAMES) {
            boolean required = false;
            for (JsonNode other : schema.path("required")) {
                required |= other.asText().equals(name);
            }
            JsonNode member = schema.path("properties").path(name);
            if (member.isMissingNode() && !schema.path("patternProperties").isEmpty() && random.nextBoolean()) {
                member = schema.get("patternProperties").elements().next();
            }
            if (member.isMissingNode()) {
                member = schema.path("additionalProperties");
            }
            if (required || random.nextInt(3) == 0) {
                object.set(name, value(member, depth + 1));
            }
        }
        return object;
    }

    private JsonNode oneOf(JsonNode values) {
        return values.get(random.nextInt(values.size()));
    }
}
