package io.ttdust.adapters.parquet.layout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/// Lays out the columns of one schema; see `FORMAT.md`.
public final class LayoutCompiler {

    /// Names from the payload's root down to a column.
    public static final int DEPTH_MAX = 16;

    public static final int COLUMNS_MAX = 1000;

    private static final ObjectMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(500).build())
            .build());

    private final SchemaParts.Finder finder;
    private final List<TypedNode.Leaf> leaves = new ArrayList<>();
    private final Map<String, String> pointers = new LinkedHashMap<>();

    /// Schemas whose properties are being laid out; meeting one again means recursion.
    private final Set<ObjectNode> active = Collections.newSetFromMap(new IdentityHashMap<>());

    private LayoutCompiler(JsonNode document) {
        this.finder = new SchemaParts.Finder(document);
    }

    private record Column(Type type, TypedNode node) {}

    /// The columns for payloads of the schema that reads `definition`.
    ///
    /// @throws IllegalArgumentException if that is no JSON object
    public static Layout compile(String definition) {
        JsonNode document;
        try {
            document = JSON.readTree(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!document.isObject()) {
            throw new IllegalArgumentException("the schema is no JSON object");
        }
        return new LayoutCompiler(document).layout(document);
    }

    private Layout layout(JsonNode document) {
        SchemaParts parts = finder.find(List.of(document));
        List<Type> types = new ArrayList<>(SystemColumns.TYPES);
        TypedNode.Group root = new TypedNode.Group(Binary.EMPTY, 0, 0, 0, new NameTable(List.of(), List.of()));
        if (parts != null) {
            // A payload is an object, whether the schema says so or not.
            root = members(parts, SystemColumns.RESERVED, "", List.of(), types);
        }
        return new Layout(
                new MessageType("record", types), root, List.copyOf(leaves), Collections.unmodifiableMap(pointers));
    }

    /// Lays out the properties of one object and adds their columns to `types`.
    private TypedNode.Group members(
            SchemaParts parts, Set<String> reserved, String pointer, List<String> path, List<Type> types) {
        int firstLeaf = leaves.size();
        List<String> names = new ArrayList<>();
        List<TypedNode> nodes = new ArrayList<>();
        active.addAll(parts.parts());
        Map<String, List<JsonNode>> properties = parts.properties();
        Map<String, String> columnNames = ColumnNames.of(List.copyOf(properties.keySet()), reserved);
        for (Map.Entry<String, List<JsonNode>> property : properties.entrySet()) {
            String name = property.getKey();
            List<String> below = new ArrayList<>(path);
            below.add(columnNames.getOrDefault(name, name));
            Column column = column(property.getValue(), pointer + "/" + escaped(name), below);
            // Half of a surrogate pair has no UTF-8, so no payload can name it.
            if (column != null && StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
                names.add(name);
                nodes.add(column.node());
                types.add(column.type());
            }
        }
        active.removeAll(parts.parts());
        return new TypedNode.Group(
                Binary.fromString(pointer), path.size(), firstLeaf, leaves.size(), new NameTable(names, nodes));
    }

    private @Nullable Column column(List<JsonNode> schemas, String pointer, List<String> path) {
        SchemaParts parts = finder.find(schemas);
        String type = parts == null ? null : parts.type();
        if (parts == null
                || type == null
                || path.size() > DEPTH_MAX
                || leaves.size() >= COLUMNS_MAX
                || !Collections.disjoint(parts.parts(), active)) {
            return null;
        }
        ColumnKind kind = kind(type, parts.format());
        if (kind != null) {
            TypedNode.Leaf leaf = new TypedNode.Leaf(Binary.fromString(pointer), leaves.size(), kind, path.size());
            leaves.add(leaf);
            pointers.put(String.join(".", path), pointer);
            return new Column(kind.column(path.getLast()), leaf);
        }
        if (!type.equals("object")) {
            return null;
        }
        List<Type> types = new ArrayList<>();
        TypedNode.Group group = members(parts, Set.of(), pointer, path, types);
        return types.isEmpty() ? null : new Column(new GroupType(Repetition.OPTIONAL, path.getLast(), types), group);
    }

    private static @Nullable ColumnKind kind(String type, String format) {
        return switch (type) {
            case "integer" -> ColumnKind.LONG;
            case "number" -> ColumnKind.DOUBLE;
            case "boolean" -> ColumnKind.BOOLEAN;
            case "string" ->
                switch (format) {
                    case "date-time" -> ColumnKind.TIMESTAMP;
                    case "date" -> ColumnKind.DATE;
                    case "uuid" -> ColumnKind.UUID;
                    default -> ColumnKind.STRING;
                };
            default -> null;
        };
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
