package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keywords of draft-07 that assert something, and where each holds sub-schemas.
final class SchemaKeywords {

    /// What the value of a keyword is made of.
    enum Holds {
        /// A value that is not a schema.
        PLAIN,
        SCHEMA,
        SCHEMA_ARRAY,
        SCHEMA_OR_ARRAY,
        SCHEMA_MAP,
        /// A map of schemas and of arrays of names.
        DEPENDENCIES
    }

    /// Takes one sub-schema.
    interface Visitor {
        void visit(JsonNode schema, String pointer);
    }

    private static final Map<String, Holds> ASSERTIONS = Map.ofEntries(
            Map.entry("type", Holds.PLAIN),
            Map.entry("enum", Holds.PLAIN),
            Map.entry("const", Holds.PLAIN),
            Map.entry("multipleOf", Holds.PLAIN),
            Map.entry("maximum", Holds.PLAIN),
            Map.entry("exclusiveMaximum", Holds.PLAIN),
            Map.entry("minimum", Holds.PLAIN),
            Map.entry("exclusiveMinimum", Holds.PLAIN),
            Map.entry("maxLength", Holds.PLAIN),
            Map.entry("minLength", Holds.PLAIN),
            Map.entry("pattern", Holds.PLAIN),
            Map.entry("format", Holds.PLAIN),
            Map.entry("items", Holds.SCHEMA_OR_ARRAY),
            Map.entry("additionalItems", Holds.SCHEMA),
            Map.entry("maxItems", Holds.PLAIN),
            Map.entry("minItems", Holds.PLAIN),
            Map.entry("uniqueItems", Holds.PLAIN),
            Map.entry("contains", Holds.SCHEMA),
            Map.entry("maxProperties", Holds.PLAIN),
            Map.entry("minProperties", Holds.PLAIN),
            Map.entry("required", Holds.PLAIN),
            Map.entry("properties", Holds.SCHEMA_MAP),
            Map.entry("patternProperties", Holds.SCHEMA_MAP),
            Map.entry("additionalProperties", Holds.SCHEMA),
            Map.entry("dependencies", Holds.DEPENDENCIES),
            Map.entry("propertyNames", Holds.SCHEMA),
            Map.entry("if", Holds.SCHEMA),
            Map.entry("then", Holds.SCHEMA),
            Map.entry("else", Holds.SCHEMA),
            Map.entry("allOf", Holds.SCHEMA_ARRAY),
            Map.entry("anyOf", Holds.SCHEMA_ARRAY),
            Map.entry("oneOf", Holds.SCHEMA_ARRAY),
            Map.entry("not", Holds.SCHEMA));

    /// Keywords whose sub-schemas judge the same value as the schema they stand in.
    private static final Set<String> IN_PLACE =
            Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies");

    /// Keywords whose value is a count.
    private static final Set<String> COUNTS =
            Set.of("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties");

    private SchemaKeywords() {}

    /// What `keyword` holds, or null if draft-07 asserts nothing by it.
    static @Nullable Holds assertion(String keyword) {
        return ASSERTIONS.get(keyword);
    }

    static boolean isCount(String keyword) {
        return COUNTS.contains(keyword);
    }

    /// The target of the schema's `$ref`, or null. A `$ref` hides every keyword beside it in draft-07.
    static @Nullable String reference(JsonNode schema) {
        JsonNode ref = schema.get("$ref");
        return ref == null ? null : ref.textValue();
    }

    /// Visits the schemas directly inside `schema`. Beside a `$ref` only `definitions` count.
    static void eachSubSchema(ObjectNode schema, String pointer, Visitor visitor) {
        visitMap(schema.get("definitions"), pointer + "/definitions", visitor);
        if (reference(schema) != null) {
            return;
        }
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            visitMember(member.getKey(), member.getValue(), pointer, visitor);
        }
    }

    /// Visits the schemas that judge the same value as `schema`, other than the target of its `$ref`.
    static void eachInPlace(ObjectNode schema, Visitor visitor) {
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            if (IN_PLACE.contains(member.getKey())) {
                visitMember(member.getKey(), member.getValue(), "", visitor);
            }
        }
    }

    private static void visitMember(String keyword, JsonNode value, String pointer, Visitor visitor) {
        Holds holds = ASSERTIONS.getOrDefault(keyword, Holds.PLAIN);
        String inside = pointer + "/" + keyword;
        switch (holds) {
            case PLAIN -> {}
            case SCHEMA -> visitor.visit(value, inside);
            case SCHEMA_ARRAY -> visitArray(value, inside, visitor);
            case SCHEMA_OR_ARRAY -> {
                if (value.isArray()) {
                    visitArray(value, inside, visitor);
                } else {
                    visitor.visit(value, inside);
                }
            }
            case SCHEMA_MAP, DEPENDENCIES -> visitMap(value, inside, visitor);
        }
    }

    private static void visitArray(JsonNode schemas, String pointer, Visitor visitor) {
        for (int i = 0; i < schemas.size(); i++) {
            visitor.visit(schemas.get(i), pointer + "/" + i);
        }
    }

    private static void visitMap(@Nullable JsonNode schemas, String pointer, Visitor visitor) {
        if (schemas == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : schemas.properties()) {
            if (!entry.getValue().isArray()) { // an array is a list of names, in `dependencies`
                visitor.visit(entry.getValue(), pointer + "/" + JsonRefusedException.escaped(entry.getKey()));
            }
        }
    }
}
