package io.ttdust.adapters.jsonschema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Schemas out of few names and values, so that what two of them say meets, and small changes of them.
final class RandomSchemas {

    static final String[] NAMES = {"a", "b", "ab", "c"};

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TYPES = {"null", "boolean", "integer", "number", "string", "array", "object"};
    private static final String[] PATTERNS = {"^a", "b$", "^.$", ""};
    private static final String[] FORMATS = {"date", "ipv4", "uuid", "json-pointer", "color"};
    private static final String[] NUMBERS = {"-1", "0", "0.5", "1", "1.5", "2", "3", "4"};
    private static final String[] TEXTS = {"", "abc", "2024-02-29", "127.0.0.1", "/a"};
    private static final String[] DIVISORS = {"0.5", "1", "2", "3", "0.25", "6"};
    private static final int DEPTH_MAX = 3;

    private static final String[] KEYWORDS = {
        "type",
        "type",
        "enum",
        "const",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "items",
        "tuple",
        "additionalItems",
        "minItems",
        "maxItems",
        "uniqueItems",
        "contains",
        "properties",
        "properties",
        "required",
        "required",
        "additionalProperties",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "dependencies",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "$ref"
    };

    private final Random random;

    RandomSchemas(Random random) {
        this.random = random;
    }

    /// A definition with a schema to refer to.
    ObjectNode definition() {
        ObjectNode root = object(0);
        root.remove("$ref");
        ObjectNode definitions = NODES.objectNode();
        definitions.set("d", plain());
        root.set("definitions", definitions);
        return root;
    }

    /// A schema that refers to nothing in place, so that there are no circles.
    private ObjectNode plain() {
        ObjectNode schema = NODES.objectNode();
        for (int i = 0; i < 2; i++) {
            String keyword = oneOf(KEYWORDS);
            if (!List.of("$ref", "allOf", "anyOf", "oneOf", "not", "if", "dependencies")
                    .contains(keyword)) {
                put(schema, keyword, DEPTH_MAX - 1);
            }
        }
        return schema;
    }

    private JsonNode schema(int depth) {
        return switch (random.nextInt(12)) {
            case 0 -> BooleanNode.TRUE;
            case 1 -> random.nextInt(3) == 0 ? BooleanNode.FALSE : NODES.objectNode();
            default -> object(depth);
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode schema = NODES.objectNode();
        int count = depth >= DEPTH_MAX ? 1 : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            put(schema, oneOf(KEYWORDS), depth);
        }
        return schema;
    }

    private void put(ObjectNode schema, String keyword, int depth) {
        int deeper = depth + 1;
        switch (keyword) {
            case "type" -> schema.set(keyword, types());
            case "enum" -> schema.set(keyword, values());
            case "const" -> schema.set(keyword, value(2));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
                schema.set(keyword, Change.json(oneOf(NUMBERS)));
            case "multipleOf" -> schema.set(keyword, Change.json(oneOf(DIVISORS)));
            case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
                schema.put(keyword, random.nextInt(3));
            case "pattern" -> schema.put(keyword, oneOf(PATTERNS));
            case "format" -> schema.put(keyword, oneOf(FORMATS));
            case "uniqueItems" -> schema.put(keyword, true);
            case "required" -> schema.set(keyword, names());
            case "$ref" -> {
                schema.removeAll();
                schema.put(keyword, "#/definitions/d");
            }
            default -> putSchemas(schema, keyword, deeper);
        }
    }

    private void putSchemas(ObjectNode schema, String keyword, int depth) {
        if (depth > DEPTH_MAX) {
            schema.set("type", types());
            return;
        }
        switch (keyword) {
            case "items", "contains", "additionalProperties", "not", "additionalItems" ->
                schema.set(keyword, child(keyword, depth));
            case "propertyNames" ->
                schema.set(keyword, random.nextBoolean() ? NODES.objectNode().put("maxLength", 1) : schema(DEPTH_MAX));
            case "tuple" -> schema.set("items", schemas(depth));
            case "allOf", "anyOf", "oneOf" -> schema.set(keyword, schemas(depth));
            case "properties" -> {
                ObjectNode members = NODES.objectNode();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    members.set(oneOf(NAMES), child(keyword, depth));
                }
                schema.set(keyword, members);
            }
            case "patternProperties" ->
                schema.set(keyword, NODES.objectNode().set(oneOf(PATTERNS), child(keyword, depth)));
            case "dependencies" ->
                schema.set(
                        keyword, NODES.objectNode().set(oneOf(NAMES), random.nextBoolean() ? names() : schema(depth)));
            default -> {
                schema.set("if", schema(depth));
                schema.set(random.nextBoolean() ? "then" : "else", schema(depth));
            }
        }
    }

    /// What judges members and items may lead back to the root.
    private JsonNode child(String keyword, int depth) {
        boolean smaller = !keyword.equals("not");
        if (smaller && random.nextInt(12) == 0) {
            return NODES.objectNode().put("$ref", "#");
        }
        if (keyword.startsWith("additional") && random.nextBoolean()) {
            return BooleanNode.FALSE;
        }
        return schema(depth);
    }

    private ArrayNode schemas(int depth) {
        ArrayNode schemas = NODES.arrayNode();
        for (int i = 0; i <= random.nextInt(3); i++) {
            schemas.add(schema(depth));
        }
        return schemas;
    }

    private JsonNode types() {
        if (random.nextBoolean()) {
            return TextNode.valueOf(oneOf(TYPES));
        }
        ArrayNode types = NODES.arrayNode();
        for (String type : TYPES) {
            if (random.nextInt(3) == 0) {
                types.add(type);
            }
        }
        return types.isEmpty() ? TextNode.valueOf("object") : types;
    }

    private ArrayNode names() {
        ArrayNode names = NODES.arrayNode();
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                names.add(name);
            }
        }
        return names;
    }

    private ArrayNode values() {
        ArrayNode values = NODES.arrayNode();
        for (int i = 0; i <= random.nextInt(4); i++) {
            JsonNode value = value(2);
            boolean known = false;
            for (JsonNode other : values) {
                known |= other.equals(value);
            }
            if (!known) {
                values.add(value);
            }
        }
        return values;
    }

    JsonNode text() {
        return TextNode.valueOf(random.nextBoolean() ? oneOf(NAMES) : oneOf(TEXTS));
    }

    JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2, 3 -> Change.json(oneOf(NUMBERS));
            case 4, 5 -> text();
            case 6 -> {
                ArrayNode array = NODES.arrayNode();
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    object.set(oneOf(NAMES), value(depth - 1));
                }
                yield object;
            }
        };
    }

    /// The definition with a few small changes.
    ObjectNode changed(ObjectNode definition) {
        ObjectNode changed = definition.deepCopy();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            List<ObjectNode> schemas = new ArrayList<>();
            collect(changed, schemas);
            change(schemas.get(random.nextInt(schemas.size())));
        }
        return changed;
    }

    /// Objects anywhere; most of them are schemas, and what is no schema then will not compile or asserts nothing.
    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private void change(ObjectNode schema) {
        List<String> keywords = new ArrayList<>();
        schema.fieldNames().forEachRemaining(keywords::add);
        keywords.remove("definitions");
        String keyword = keywords.isEmpty() ? "" : keywords.get(random.nextInt(keywords.size()));
        JsonNode value = schema.path(keyword);
        switch (random.nextInt(8)) {
            case 0, 1 -> schema.remove(keyword);
            case 2 -> put(schema, oneOf(KEYWORDS), 2);
            case 3 -> {
                if (value.isArray()) {
                    ((ArrayNode) value).add(keyword.equals("enum") ? value(1) : schema(2));
                } else if (value.isNumber()) {
                    schema.set(keyword, Change.json(oneOf(NUMBERS)));
                } else if (keyword.equals("type")) {
                    schema.set(keyword, NODES.arrayNode().add(value).add(oneOf(TYPES)));
                }
            }
            case 4 -> {
                if (value.isArray() && value.size() > 1) {
                    ((ArrayNode) value).remove(random.nextInt(value.size()));
                } else if (value.isObject() && schema.has("type")) {
                    ((ObjectNode) value).removeAll();
                }
            }
            case 5 -> {
                ObjectNode inner = schema.deepCopy();
                inner.remove("definitions");
                JsonNode definitions = schema.get("definitions");
                schema.removeAll();
                String wrapper = oneOf(new String[] {"allOf", "anyOf", "oneOf"});
                ArrayNode all = NODES.arrayNode().add(inner);
                if (random.nextBoolean()) {
                    all.add(wrapper.equals("allOf") ? BooleanNode.TRUE : schema(2));
                }
                schema.set(wrapper, all);
                if (definitions != null) {
                    schema.set("definitions", definitions);
                }
            }
            case 6 -> {
                if (value.isObject() && !keyword.isEmpty()) {
                    JsonNode other = schema(2);
                    schema.set(
                            keyword,
                            NODES.objectNode()
                                    .set("anyOf", NODES.arrayNode().add(value).add(other)));
                }
            }
            default -> {
                if (keyword.equals("oneOf") || keyword.equals("allOf")) {
                    schema.remove(keyword);
                    schema.set("anyOf", value);
                }
            }
        }
    }

    private String oneOf(String[] values) {
        return values[random.nextInt(values.length)];
    }
}
