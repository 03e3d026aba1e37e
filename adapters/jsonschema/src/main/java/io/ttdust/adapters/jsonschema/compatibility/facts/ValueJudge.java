package io.ttdust.adapters.jsonschema.compatibility.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ttdust.adapters.jsonschema.json.CanonicalJson;
import io.ttdust.adapters.jsonschema.library.LibraryFormats;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether one value, out of an `enum`, passes a schema. Says what the compiled schema would say.
public final class ValueJudge {

    /// Schemas and values inside each other; bounds the Java stack.
    private static final int DEPTH_MAX = 400;

    private final SchemaGraph graph;
    private final Work work;
    private int depth;

    public ValueJudge(SchemaGraph graph, Work work) {
        this.graph = graph;
        this.work = work;
    }

    public boolean valid(SchemaNode schema, JsonNode value) {
        SchemaNode node = graph.resolved(schema);
        work.charge(1 + node.plain.size());
        if (node.json.isBoolean()) {
            return node.json.booleanValue();
        }
        if (++depth > DEPTH_MAX) {
            throw new Work.WorkExceededException();
        }
        boolean valid = literally(node, value) && byKind(node, value) && inPlace(node, value);
        depth--;
        return valid;
    }

    private boolean literally(SchemaNode node, JsonNode value) {
        JsonNode type = node.plain.get("type");
        if (type != null && (Types.named(type) & Types.of(value)) == 0) {
            return false;
        }
        JsonNode constant = node.plain.get("const");
        if (constant != null && !constant.equals(value)) {
            return false;
        }
        if (node.values.isEmpty()) {
            return !node.plain.containsKey("enum");
        }
        String text = CanonicalJson.of(value);
        work.charge(text.length() / 32);
        return node.values.contains(text);
    }

    private boolean byKind(SchemaNode node, JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> number(node, value.decimalValue());
            case STRING -> text(node, value.textValue());
            case ARRAY -> array(node, value);
            case OBJECT -> object(node, value);
            case NULL, BOOLEAN -> true;
            case BINARY, MISSING, POJO -> throw new IllegalStateException("not JSON: " + value.getNodeType());
        };
    }

    private static boolean number(SchemaNode node, BigDecimal value) {
        for (Map.Entry<String, JsonNode> keyword : node.plain.entrySet()) {
            boolean holds = switch (keyword.getKey()) {
                case "minimum" -> value.compareTo(keyword.getValue().decimalValue()) >= 0;
                case "exclusiveMinimum" -> value.compareTo(keyword.getValue().decimalValue()) > 0;
                case "maximum" -> value.compareTo(keyword.getValue().decimalValue()) <= 0;
                case "exclusiveMaximum" -> value.compareTo(keyword.getValue().decimalValue()) < 0;
                case "multipleOf" ->
                    value.remainder(keyword.getValue().decimalValue()).signum() == 0;
                default -> true;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private boolean text(SchemaNode node, String value) {
        int length = value.codePointCount(0, value.length());
        JsonNode pattern = node.plain.get("pattern");
        JsonNode format = node.plain.get("format");
        if (!counts(node, length, "minLength", "maxLength")) {
            return false;
        }
        if (pattern != null && !graph.matches(pattern.textValue(), value)) {
            return false;
        }
        if (format == null) {
            return true;
        }
        work.charge(1 + value.length());
        String name = format.textValue();
        return !LibraryFormats.asserted(name) || LibraryFormats.judge(name).test(value);
    }

    private static boolean counts(SchemaNode node, int count, String least, String most) {
        return count >= count(node.plain.get(least), 0) && count <= count(node.plain.get(most), Integer.MAX_VALUE);
    }

    /// A count as a compiled schema reads it.
    public static int count(@Nullable JsonNode count, int otherwise) {
        if (count == null) {
            return otherwise;
        }
        return count.isInt() ? count.intValue() : Integer.MAX_VALUE;
    }

    private boolean array(SchemaNode node, JsonNode value) {
        if (!counts(node, value.size(), "minItems", "maxItems")) {
            return false;
        }
        if (node.plain.containsKey("uniqueItems")) {
            Set<String> seen = new HashSet<>();
            for (JsonNode item : value) {
                String text = CanonicalJson.of(item);
                work.charge(1 + text.length() / 32);
                if (!seen.add(text)) {
                    return false;
                }
            }
        }
        for (int i = 0; i < value.size(); i++) {
            SchemaNode item = item(node, i);
            if (item != null && !valid(item, value.get(i))) {
                return false;
            }
        }
        SchemaNode contained = node.child("contains");
        if (contained == null) {
            return true;
        }
        for (JsonNode item : value) {
            if (valid(contained, item)) {
                return true;
            }
        }
        return false;
    }

    /// What judges the item at `index`; null if nothing does.
    public static @Nullable SchemaNode item(SchemaNode node, int index) {
        if (!node.plain.containsKey("items[]")) {
            return node.child("items");
        }
        return index < node.tuple.size() ? node.tuple.get(index) : node.child("additionalItems");
    }

    private boolean object(SchemaNode node, JsonNode value) {
        if (!counts(node, value.size(), "minProperties", "maxProperties")) {
            return false;
        }
        for (String name : node.required) {
            if (!value.has(name)) {
                return false;
            }
        }
        SchemaNode names = node.child("propertyNames");
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey();
            if (names != null && !valid(names, TextNode.valueOf(name))) {
                return false;
            }
            for (SchemaNode schema : member(node, name)) {
                if (!valid(schema, member.getValue())) {
                    return false;
                }
            }
            SchemaNode dependent = node.dependentSchemas.get(name);
            if (dependent != null && !valid(dependent, value)) {
                return false;
            }
            for (String needed : node.dependentNames.getOrDefault(name, List.of())) {
                if (!value.has(needed)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// What judges the member `name`.
    List<SchemaNode> member(SchemaNode node, String name) {
        List<SchemaNode> schemas = new ArrayList<>();
        SchemaNode declared = node.properties.get(name);
        if (declared != null) {
            schemas.add(declared);
        }
        for (Map.Entry<String, SchemaNode> pattern : node.patternProperties.entrySet()) {
            if (graph.matches(pattern.getKey(), name)) {
                schemas.add(pattern.getValue());
            }
        }
        SchemaNode others = node.child("additionalProperties");
        if (schemas.isEmpty() && others != null) {
            schemas.add(others);
        }
        return schemas;
    }

    private boolean inPlace(SchemaNode node, JsonNode value) {
        for (SchemaNode part : node.allOf) {
            if (!valid(part, value)) {
                return false;
            }
        }
        if (!node.anyOf.isEmpty() && passed(node.anyOf, value, 1) == 0) {
            return false;
        }
        if (!node.oneOf.isEmpty() && passed(node.oneOf, value, 2) != 1) {
            return false;
        }
        SchemaNode not = node.child("not");
        if (not != null && valid(not, value)) {
            return false;
        }
        SchemaNode condition = node.child("if");
        if (condition == null) {
            return true;
        }
        SchemaNode then = node.child(valid(condition, value) ? "then" : "else");
        return then == null || valid(then, value);
    }

    /// How many accept the value; no more than `most` are counted.
    private int passed(List<SchemaNode> schemas, JsonNode value, int most) {
        int passed = 0;
        for (SchemaNode schema : schemas) {
            if (passed < most && valid(schema, value)) {
                passed++;
            }
        }
        return passed;
    }
}
