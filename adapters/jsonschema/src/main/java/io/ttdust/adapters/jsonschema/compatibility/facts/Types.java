package io.ttdust.adapters.jsonschema.compatibility.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/// Sets of types as bits. Numbers are two types here, those that are integers and those that are not.
public final class Types {

    static final int NULL = 1;
    static final int BOOLEAN = 2;
    static final int INTEGER = 4;
    public static final int FRACTION = 8;
    public static final int STRING = 16;
    public static final int ARRAY = 32;
    public static final int OBJECT = 64;

    public static final int NUMBER = INTEGER | FRACTION;
    static final int LITERALS = NULL | BOOLEAN;
    static final int ALL = 127;

    private static final int[] EACH = {NULL, BOOLEAN, INTEGER, FRACTION, STRING, ARRAY, OBJECT};

    private Types() {}

    /// The types that the value of a keyword `type` names.
    public static int named(JsonNode type) {
        if (type.isTextual()) {
            return named(type.textValue());
        }
        int types = 0;
        for (JsonNode name : type) {
            types |= named(name.textValue());
        }
        return types;
    }

    private static int named(String name) {
        return switch (name) {
            case "null" -> NULL;
            case "boolean" -> BOOLEAN;
            case "integer" -> INTEGER;
            case "number" -> NUMBER;
            case "string" -> STRING;
            case "array" -> ARRAY;
            case "object" -> OBJECT;
            default -> throw new IllegalArgumentException("not a type of draft-07: " + name);
        };
    }

    public static int of(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> NULL;
            case BOOLEAN -> BOOLEAN;
            case NUMBER -> value.isIntegralNumber() ? INTEGER : FRACTION; // as the strict reader makes them
            case STRING -> STRING;
            case ARRAY -> ARRAY;
            case OBJECT -> OBJECT;
            case BINARY, MISSING, POJO -> throw new IllegalStateException("not JSON: " + value.getNodeType());
        };
    }

    /// The types one by one.
    public static List<Integer> each(int types) {
        List<Integer> each = new ArrayList<>();
        for (int type : EACH) {
            if ((types & type) != 0) {
                each.add(type);
            }
        }
        return each;
    }

    /// How a keyword `type` says it; a number that is no integer can only be said with all numbers.
    public static List<String> names(int types) {
        List<String> names = new ArrayList<>();
        for (int type : EACH) {
            boolean number = type == INTEGER && (types & FRACTION) != 0;
            if ((types & type) != 0 && !number) {
                names.add(name(type));
            }
        }
        return names;
    }

    public static JsonNode json(int types) {
        List<String> names = names(types);
        if (names.size() == 1) {
            return JsonNodeFactory.instance.textNode(names.getFirst());
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        names.forEach(array::add);
        return array;
    }

    private static String name(int type) {
        return switch (type) {
            case NULL -> "null";
            case BOOLEAN -> "boolean";
            case INTEGER -> "integer";
            case FRACTION -> "number";
            case STRING -> "string";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> throw new IllegalArgumentException("not one type: " + type);
        };
    }
}
