package io.ttdust.cli.infer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Says in draft-07 what shapes hold, as far as the rules allow.
record SchemaWriter(InferenceRules rules) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// The whole definition.
    ObjectNode definition(Shape root) {
        ObjectNode definition = NODES.objectNode().put("$schema", "http://json-schema.org/draft-07/schema#");
        return definition.setAll(schema(root));
    }

    /// The schema of one place. A place that was always null says nothing of what it may hold one day.
    private ObjectNode schema(Shape shape) {
        ObjectNode schema = NODES.objectNode();
        List<JsonType> types = types(shape.types());
        if (types.isEmpty()) {
            return schema;
        }
        if (types.size() == 1) {
            schema.put("type", types.getFirst().word());
        } else {
            ArrayNode words = schema.putArray("type");
            types.forEach(type -> words.add(type.word()));
        }
        TextShape text = shape.text();
        if (text != null) {
            writeText(schema, text, types);
        }
        ObjectShape object = shape.object();
        if (object != null) {
            writeMembers(schema, object.members());
        }
        Shape items = shape.items();
        if (items != null) {
            ObjectNode item = schema(items);
            if (!item.isEmpty()) {
                schema.set("items", item);
            }
        }
        return schema;
    }

    /// In order of first appearance, `null` last; none when there was nothing but null.
    private static List<JsonType> types(Set<JsonType> seen) {
        List<JsonType> types = new ArrayList<>(seen);
        types.remove(JsonType.NULL);
        if (types.contains(JsonType.NUMBER)) {
            types.remove(JsonType.INTEGER); // which are numbers too
        }
        if (!types.isEmpty() && seen.contains(JsonType.NULL)) {
            types.add(JsonType.NULL);
        }
        return types;
    }

    private void writeText(ObjectNode schema, TextShape text, List<JsonType> types) {
        TextForm form = text.form();
        if (form != null && rules.formats()) {
            schema.put("format", form.word());
        }
        boolean nullable = types.size() == 2 && types.contains(JsonType.NULL);
        List<String> words = text.words();
        if (rules.enums() && !words.isEmpty() && (types.size() == 1 || nullable)) {
            ArrayNode values = schema.putArray("enum");
            words.forEach(values::add);
            if (nullable) {
                values.addNull();
            }
        }
    }

    private void writeMembers(ObjectNode schema, ObjectShape.Members members) {
        if (!members.named().isEmpty()) {
            ObjectNode properties = schema.putObject("properties");
            members.named().forEach((name, shape) -> properties.set(name, schema(shape)));
        }
        if (!members.required().isEmpty()) {
            ArrayNode required = schema.putArray("required");
            members.required().forEach(required::add);
        }
        if (members.anyOthers()) {
            return;
        }
        Shape others = members.others();
        if (others != null) {
            schema.set("additionalProperties", schema(others));
        } else if (rules.closed() && !members.named().isEmpty()) {
            schema.put("additionalProperties", false);
        }
    }
}
