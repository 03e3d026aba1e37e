package io.ttdust.adapters.jsonschema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/// Definitions that lead back to each other and to the root, through the members `a` and `b` in turn, with
/// conditions and alternatives around the references: little else, so that two of them meet in the same recursion.
final class RecursiveSchemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// Judge what has the member `a`, as the root does. In place each only refers to those after it, so that there
    /// are no circles.
    private static final String[] OUTER = {"d", "e", "f"};

    /// Judges what has the member `b`, which leads back.
    private static final String INNER = "g";

    private final Random random;

    RecursiveSchemas(Random random) {
        this.random = random;
    }

    ObjectNode definition() {
        ObjectNode root = random.nextInt(3) == 0 ? outer(0) : chosen("anyOf", reference("d"), inPlace(1));
        if (root.has("$ref") || random.nextInt(4) == 0) {
            root = members();
        }
        if (random.nextBoolean()) {
            root.put("type", "object");
        }
        ObjectNode definitions = root.putObject("definitions");
        for (int i = 0; i < OUTER.length; i++) {
            definitions.set(OUTER[i], outer(i + 1));
        }
        definitions.set(INNER, inner());
        return root;
    }

    /// A schema that in place only refers to definitions from `first` on.
    private ObjectNode outer(int first) {
        return switch (random.nextInt(6)) {
            case 0 -> chosen("anyOf", inPlace(first), inPlace(first));
            case 1 -> condition(first);
            case 2, 3 -> {
                ObjectNode schema = random.nextBoolean() ? members() : NODES.objectNode();
                yield schema.setAll(chosen("allOf", condition(first), random.nextBoolean() ? leaf() : inPlace(first)));
            }
            default -> members();
        };
    }

    private ObjectNode inPlace(int first) {
        return first < OUTER.length ? reference(OUTER[first + random.nextInt(OUTER.length - first)]) : members();
    }

    private ObjectNode condition(int first) {
        ObjectNode schema = NODES.objectNode();
        schema.set("if", inPlace(first));
        if (random.nextInt(4) == 0) {
            schema.set("then", inPlace(first));
        }
        JsonNode otherwise = random.nextInt(3) > 0 ? BooleanNode.FALSE : inPlace(first);
        return schema.set("else", otherwise);
    }

    private ObjectNode members() {
        ObjectNode schema = random.nextInt(3) == 0 ? leaf() : NODES.objectNode();
        schema.withObject("/properties").set("a", random.nextInt(3) == 0 ? inner() : reference(INNER));
        return schema;
    }

    private ObjectNode leaf() {
        ObjectNode schema = NODES.objectNode();
        schema.putObject("properties").putObject("c").put("type", random.nextInt(3) == 0 ? "integer" : "string");
        return schema;
    }

    private ObjectNode inner() {
        ObjectNode schema = NODES.objectNode();
        int target = random.nextInt(OUTER.length + 1);
        ObjectNode back = target == 0 ? NODES.objectNode().put("$ref", "#") : reference(OUTER[target - 1]);
        schema.putObject("properties").set("b", back);
        return random.nextInt(4) == 0 ? schema.put("type", "object") : schema;
    }

    private static ObjectNode chosen(String keyword, ObjectNode one, ObjectNode other) {
        return NODES.objectNode().set(keyword, NODES.arrayNode().add(one).add(other));
    }

    private static ObjectNode reference(String definition) {
        return NODES.objectNode().put("$ref", "#/definitions/" + definition);
    }
}
