package io.ttdust.adapters.jsonschema.compatibility.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.json.CanonicalJson;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.adapters.jsonschema.library.LibraryFormats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One sub-schema: what it asserts, by keyword. Annotations and keywords that assert nothing are not here.
public final class SchemaNode {

    private static final Set<String> NUMBERS_AND_TEXTS = Set.of(
            "type",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "maxProperties",
            "minProperties");

    /// So many characters of two texts are compared for one unit of work.
    private static final int CHARS_PER_UNIT = 256;

    public final int id;
    public final JsonNode json;
    public final String pointer;
    public final Definition owner;

    /// Whether the pointer leads to this very schema; not so inside the meta-schema.
    public final boolean inside;

    /// Whether there is a `$ref`; then nothing else is here.
    final boolean refers;

    /// Keywords that hold no schema, as they stand.
    public final Map<String, JsonNode> plain = new LinkedHashMap<>();

    /// Their canonical form, sorted.
    private final TreeMap<String, String> canonical = new TreeMap<>();

    /// Characters of the canonical form.
    private long canonicalLength;

    /// The sub-schemas, by their path from here.
    final Map<String, SchemaNode> children = new LinkedHashMap<>();

    public final Map<String, SchemaNode> properties = new LinkedHashMap<>();
    public final Map<String, SchemaNode> patternProperties = new LinkedHashMap<>();
    public final Map<String, SchemaNode> dependentSchemas = new LinkedHashMap<>();
    public final Map<String, List<String>> dependentNames = new LinkedHashMap<>();
    public final List<SchemaNode> allOf = new ArrayList<>();
    public final List<SchemaNode> anyOf = new ArrayList<>();
    public final List<SchemaNode> oneOf = new ArrayList<>();
    public final List<String> required = new ArrayList<>();

    /// `items` as a list; empty if it is none.
    public final List<SchemaNode> tuple = new ArrayList<>();

    /// The values of `enum`, as canonical texts.
    Set<String> values = Set.of();

    private int hash;

    /// Whether it only stands in a condition or a negation, so that changing it does not narrow what passes.
    private boolean conditional;

    private SchemaNode(Nodes nodes, JsonNode json, String pointer, Definition owner, boolean inside) {
        this.id = nodes.nextId();
        this.json = json;
        this.pointer = pointer;
        this.owner = owner;
        this.inside = inside;
        this.refers = json.path("$ref").isTextual();
    }

    /// Numbers the nodes of one comparison.
    interface Nodes {
        int nextId();
    }

    static SchemaNode of(Nodes nodes, JsonNode json, String pointer, Definition owner, boolean inside) {
        SchemaNode node = new SchemaNode(nodes, json, pointer, owner, inside);
        if (json instanceof ObjectNode object && !node.refers) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                node.read(nodes, member.getKey(), member.getValue());
            }
        }
        node.hash = node.hashed();
        return node;
    }

    private void read(Nodes nodes, String keyword, JsonNode value) {
        switch (keyword) {
            case "properties" -> map(nodes, keyword, value, properties);
            case "patternProperties" -> map(nodes, keyword, value, patternProperties);
            case "dependencies" -> dependencies(nodes, value);
            case "allOf" -> list(nodes, keyword, value, allOf);
            case "anyOf" -> list(nodes, keyword, value, anyOf);
            case "oneOf" -> list(nodes, keyword, value, oneOf);
            case "additionalProperties", "propertyNames", "contains", "not" -> child(nodes, keyword, value);
            case "items" -> {
                if (value.isArray()) {
                    list(nodes, keyword, value, tuple);
                    plain(keyword + "[]", value, Integer.toString(value.size()));
                } else {
                    child(nodes, keyword, value);
                }
            }
            case "additionalItems" -> {
                if (json.path("items").isArray()) {
                    child(nodes, keyword, value);
                }
            }
            case "if" -> {
                if (json.has("then") || json.has("else")) {
                    child(nodes, keyword, value);
                }
            }
            case "then", "else" -> {
                if (json.has("if")) {
                    child(nodes, keyword, value);
                }
            }
            default -> readPlain(keyword, value);
        }
    }

    private void readPlain(String keyword, JsonNode value) {
        switch (keyword) {
            case "required" -> {
                value.forEach(name -> required.add(name.textValue()));
                if (!required.isEmpty()) {
                    plain(keyword, value, sorted(value).toString());
                }
            }
            case "enum" -> {
                values = sorted(value);
                plain(keyword, value, values.toString());
            }
            case "type" -> plain(keyword, value, Integer.toString(Types.named(value)));
            case "format" -> {
                if (LibraryFormats.asserted(value.textValue())) {
                    plain(keyword, value, value.textValue());
                }
            }
            case "uniqueItems" -> {
                if (value.booleanValue()) {
                    plain(keyword, value, "true");
                }
            }
            default -> {
                if (NUMBERS_AND_TEXTS.contains(keyword)) {
                    plain(keyword, value, CanonicalJson.of(value));
                }
            }
        }
    }

    /// Canonical texts, which are quoted, so that no two lists of them are written the same.
    private static Set<String> sorted(JsonNode values) {
        TreeSet<String> texts = new TreeSet<>();
        values.forEach(value -> texts.add(CanonicalJson.of(value)));
        return texts;
    }

    private void plain(String keyword, JsonNode value, String text) {
        plain.put(keyword, value);
        canonical.put(keyword, text);
        canonicalLength += keyword.length() + text.length();
    }

    private SchemaNode child(Nodes nodes, String path, JsonNode schema) {
        SchemaNode child = of(nodes, schema, inside ? pointer + "/" + path : pointer, owner, inside);
        children.put(path, child);
        if (path.equals("if") || path.equals("not")) {
            child.standsInCondition();
        }
        return child;
    }

    private void map(Nodes nodes, String keyword, JsonNode schemas, Map<String, SchemaNode> to) {
        for (Map.Entry<String, JsonNode> entry : schemas.properties()) {
            String path = keyword + "/" + JsonRefusedException.escaped(entry.getKey());
            to.put(entry.getKey(), child(nodes, path, entry.getValue()));
        }
    }

    private void list(Nodes nodes, String keyword, JsonNode schemas, Collection<SchemaNode> to) {
        for (int i = 0; i < schemas.size(); i++) {
            to.add(child(nodes, keyword + "/" + i, schemas.get(i)));
        }
    }

    private void dependencies(Nodes nodes, JsonNode dependencies) {
        for (Map.Entry<String, JsonNode> entry : dependencies.properties()) {
            String name = entry.getKey();
            String path = "dependencies/" + JsonRefusedException.escaped(name);
            if (entry.getValue().isArray()) {
                List<String> names = new ArrayList<>();
                entry.getValue().forEach(other -> names.add(other.textValue()));
                dependentNames.put(name, names);
                plain(path, entry.getValue(), sorted(entry.getValue()).toString());
            } else {
                dependentSchemas.put(name, child(nodes, path, entry.getValue()));
            }
        }
    }

    /// Schemas that are the same have the same hash; a reference is as good as any other.
    int hash() {
        return hash;
    }

    private int hashed() {
        int result = refers ? 7 : json.isBoolean() ? Boolean.hashCode(json.booleanValue()) : canonical.hashCode();
        for (Map.Entry<String, SchemaNode> child : children.entrySet()) {
            result += (child.getKey().hashCode() * 31) ^ (child.getValue().hash() * 0x9e3779b1);
        }
        return result;
    }

    /// What [#sameBut] costs if the hashes are equal.
    long unitsToCompare() {
        return 1L + canonical.size() + children.size() + canonicalLength / CHARS_PER_UNIT;
    }

    /// Whether both say the same, but for what their children say.
    boolean sameBut(SchemaNode other) {
        return hash == other.hash
                && json.isBoolean() == other.json.isBoolean()
                && (!json.isBoolean() || json.booleanValue() == other.json.booleanValue())
                && canonical.equals(other.canonical)
                && children.keySet().equals(other.children.keySet());
    }

    private void standsInCondition() {
        conditional = true;
        children.values().forEach(SchemaNode::standsInCondition);
    }

    /// Whether a change of it can be told by its pointer, and narrows or widens what `definition` accepts.
    public boolean canChange(Definition definition) {
        return inside && !conditional && owner.equals(definition);
    }

    @Nullable
    public SchemaNode child(String keyword) {
        return children.get(keyword);
    }

    /// Where the schema of the item at `index` stands, or would stand.
    public String itemPath(int index) {
        if (!plain.containsKey("items[]")) {
            return "items";
        }
        return index < tuple.size() ? "items/" + index : "additionalItems";
    }

    /// Characters of the values of its `enum`.
    long valuesLength() {
        return values.stream().mapToLong(String::length).sum();
    }

    public boolean refusesAll() {
        return json.isBoolean() && !json.booleanValue();
    }

    /// Whether it surely accepts every value.
    public boolean acceptsAll() {
        return !refers && plain.isEmpty() && children.isEmpty() && !refusesAll();
    }

    /// Whether the types are all it asks for.
    boolean asksForTypesOnly() {
        return children.isEmpty() && plain.size() == 1 && plain.containsKey("type");
    }
}
