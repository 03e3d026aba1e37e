package io.ttdust.adapters.jsonschema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.format.TextFormat;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import io.ttdust.adapters.jsonschema.rules.ObjectRules.Dependency;
import io.ttdust.adapters.jsonschema.rules.ObjectRules.Patterned;
import io.ttdust.adapters.jsonschema.scan.Decimal;
import io.ttdust.adapters.jsonschema.scan.Divisor;
import io.ttdust.adapters.jsonschema.scan.NameTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the nodes of one definition: nothing but draft-07 assertions in it, and no reference but
/// `#/definitions/NAME`.
public final class NodeBuilder {

    private static final String DEFINITIONS = "#/definitions/";

    private final JsonNode definitions;
    private final Map<String, LinearPattern> patterns;
    private final Map<String, Node> referred = new HashMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private int nodes;

    public NodeBuilder(JsonNode plain, Map<String, LinearPattern> patterns) {
        this.definitions = plain.path("definitions");
        this.patterns = patterns;
    }

    /// The node of `plain` itself.
    public Node root(JsonNode plain) {
        Node root = node(plain, "false");
        for (String name = waiting.poll(); name != null; name = waiting.poll()) {
            Node target = Objects.requireNonNull(referred.get(name));
            fill(target, (ObjectNode) definitions.get(name));
        }
        return root;
    }

    /// The node of a sub-schema.
    ///
    /// @param never what a value breaks where the schema allows none
    private Node node(JsonNode schema, String never) {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? Node.ANY : Node.never(++nodes, never);
        }
        JsonNode reference = schema.get("$ref");
        if (reference != null) {
            return referred.computeIfAbsent(reference.textValue().substring(DEFINITIONS.length()), name -> {
                waiting.add(name);
                return new Node(++nodes);
            });
        }
        if (schema.isEmpty()) {
            return Node.ANY;
        }
        Node node = new Node(++nodes);
        fill(node, (ObjectNode) schema);
        return node;
    }

    private Node node(JsonNode schema) {
        return node(schema, "false");
    }

    private @Nullable Node optional(@Nullable JsonNode schema) {
        return schema == null ? null : node(schema);
    }

    private Node[] nodes(@Nullable JsonNode schemas) {
        List<Node> list = new ArrayList<>();
        if (schemas != null) {
            schemas.forEach(schema -> list.add(node(schema)));
        }
        return list.toArray(Node[]::new);
    }

    private void fill(Node node, ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (type != null) {
            node.types = types(type);
        }
        List<ValueSet> values = new ArrayList<>();
        JsonNode list = schema.get("enum");
        if (list != null) {
            values.add(ValueSets.of("enum", list));
        }
        JsonNode constant = schema.get("const");
        if (constant != null) {
            values.add(ValueSets.of("const", List.of(constant)));
        }
        node.values = values.toArray(ValueSet[]::new);
        node.text = text(schema);
        node.asksOfTexts = node.text != null || node.values.length > 0;
        node.numbers = numbers(schema);
        if (hasAny(schema, "items", "contains", "minItems", "maxItems", "uniqueItems")) {
            node.items = items(schema);
        }
        if (hasAny(schema, "properties", "patternProperties", "additionalProperties", "required", "dependencies")
                || hasAny(schema, "propertyNames", "minProperties", "maxProperties")) {
            node.members = members(schema);
        }
        if (hasAny(schema, "allOf", "anyOf", "oneOf", "not", "if")) {
            node.inPlace = inPlace(schema);
        }
    }

    private static boolean hasAny(ObjectNode schema, String... keywords) {
        for (String keyword : keywords) {
            if (schema.has(keyword)) {
                return true;
            }
        }
        return false;
    }

    private static int types(JsonNode type) {
        if (type.isTextual()) {
            return Node.type(type.textValue());
        }
        int types = 0;
        for (JsonNode name : type) {
            types |= Node.type(name.textValue());
        }
        return types;
    }

    private static int count(ObjectNode schema, String keyword, int otherwise) {
        JsonNode count = schema.get(keyword);
        return count == null ? otherwise : count.intValue();
    }

    private @Nullable TextRules text(ObjectNode schema) {
        if (!hasAny(schema, "minLength", "maxLength", "pattern", "format")) {
            return null;
        }
        JsonNode pattern = schema.get("pattern");
        JsonNode format = schema.get("format");
        return new TextRules(
                count(schema, "minLength", 0),
                count(schema, "maxLength", Integer.MAX_VALUE),
                pattern == null ? null : pattern(pattern.textValue()),
                format == null ? null : TextFormat.of(format.textValue()));
    }

    private LinearPattern pattern(String text) {
        return Objects.requireNonNull(patterns.get(text), "a pattern was not compiled with its definition");
    }

    private static @Nullable NumberRules numbers(ObjectNode schema) {
        if (!hasAny(schema, "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")) {
            return null;
        }
        JsonNode multipleOf = schema.get("multipleOf");
        return new NumberRules(
                bound(schema, "minimum"),
                bound(schema, "exclusiveMinimum"),
                bound(schema, "maximum"),
                bound(schema, "exclusiveMaximum"),
                multipleOf == null ? null : new Divisor(multipleOf.decimalValue()));
    }

    private static @Nullable Decimal bound(ObjectNode schema, String keyword) {
        JsonNode bound = schema.get(keyword);
        return bound == null ? null : new Decimal(bound.decimalValue());
    }

    private ArrayRules items(ObjectNode schema) {
        ArrayRules rules = ArrayRules.none(Node.ANY);
        JsonNode items = schema.get("items");
        JsonNode additional = schema.get("additionalItems");
        if (items != null && items.isArray()) {
            rules.tuple = nodes(items);
            rules.others = additional == null ? Node.ANY : node(additional, "additionalItems");
        } else if (items != null) {
            rules.others = node(items);
        }
        rules.contains = optional(schema.get("contains"));
        rules.itemsMin = count(schema, "minItems", 0);
        rules.itemsMax = count(schema, "maxItems", Integer.MAX_VALUE);
        rules.unique = schema.path("uniqueItems").booleanValue();
        return rules;
    }

    private InPlace inPlace(ObjectNode schema) {
        InPlace inPlace = new InPlace();
        inPlace.allOf = nodes(schema.get("allOf"));
        inPlace.anyOf = nodes(schema.get("anyOf"));
        inPlace.oneOf = nodes(schema.get("oneOf"));
        inPlace.not = optional(schema.get("not"));
        inPlace.condition = optional(schema.get("if"));
        inPlace.consequence = optional(schema.get("then"));
        inPlace.alternative = optional(schema.get("else"));
        return inPlace;
    }

    private ObjectRules members(ObjectNode schema) {
        JsonNode additional = schema.get("additionalProperties");
        Node others = additional == null ? Node.ANY : node(additional, "additionalProperties");
        ObjectRules rules = ObjectRules.none(others);
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Node> properties = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            places.put(property.getKey(), places.size());
            properties.add(node(property.getValue()));
        }
        List<Integer> requiredPlaces = new ArrayList<>();
        for (JsonNode name : schema.path("required")) {
            requiredPlaces.add(place(places, name.textValue()));
        }
        rules.dependencies = dependencies(schema, places);
        long[] required = new long[(places.size() + Long.SIZE - 1) / Long.SIZE];
        for (int place : requiredPlaces) {
            required[place / Long.SIZE] |= 1L << place;
        }
        if (required.length > 0) {
            rules.required = required[0];
            rules.requiredRest = Arrays.copyOfRange(required, 1, required.length);
        }
        rules.names = new NameTable(List.copyOf(places.keySet()));
        rules.nodes = new Node[places.size()];
        rules.properties = properties.size();
        for (int i = 0; i < places.size(); i++) {
            rules.nodes[i] = i < properties.size() ? properties.get(i) : others;
        }
        rules.patterns = patterned(schema);
        rules.propertyNames = optional(schema.get("propertyNames"));
        rules.membersMin = count(schema, "minProperties", 0);
        rules.membersMax = count(schema, "maxProperties", Integer.MAX_VALUE);
        rules.isPlain = rules.patterns.length == 0 && rules.propertyNames == null;
        rules.endsPlain = rules.requiredRest.length == 0
                && rules.dependencies.length == 0
                && !hasAny(schema, "minProperties", "maxProperties");
        return rules;
    }

    private Patterned[] patterned(ObjectNode schema) {
        List<Patterned> patterned = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry :
                schema.path("patternProperties").properties()) {
            patterned.add(new Patterned(pattern(entry.getKey()), node(entry.getValue())));
        }
        return patterned.toArray(Patterned[]::new);
    }

    private Dependency[] dependencies(ObjectNode schema, Map<String, Integer> places) {
        List<Dependency> dependencies = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : schema.path("dependencies").properties()) {
            int place = place(places, entry.getKey());
            JsonNode needs = entry.getValue();
            if (needs.isArray()) {
                int[] needed = new int[needs.size()];
                for (int i = 0; i < needed.length; i++) {
                    needed[i] = place(places, needs.get(i).textValue());
                }
                dependencies.add(new Dependency(place, needed, null));
            } else {
                dependencies.add(new Dependency(place, new int[0], node(needs)));
            }
        }
        return dependencies.toArray(Dependency[]::new);
    }

    private static int place(Map<String, Integer> places, String name) {
        Integer known = places.putIfAbsent(name, places.size());
        return known == null ? places.size() - 1 : known;
    }
}
