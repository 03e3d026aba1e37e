package io.ttdust.adapters.jsonschema.rules;

import org.jspecify.annotations.Nullable;

/// What one sub-schema asks of a value. Filled by [NodeBuilder], since schemas refer to each other in
/// circles, and never changed after.
public final class Node {

    public static final int NULL = 1;
    public static final int BOOLEAN = 1 << 1;
    public static final int OBJECT = 1 << 2;
    public static final int ARRAY = 1 << 3;
    public static final int STRING = 1 << 4;
    public static final int INTEGER = 1 << 5;

    /// Numbers that are not whole.
    public static final int FRACTION = 1 << 6;

    public static final int NUMBER = INTEGER | FRACTION;
    public static final int ALL = NULL | BOOLEAN | OBJECT | ARRAY | STRING | NUMBER;

    private static final ValueSet[] NO_VALUES = {};

    /// Asks nothing.
    public static final Node ANY = new Node(0, ALL, "type");

    /// Number within its program.
    public final int id;

    /// The types allowed.
    public int types;

    /// What is broken by another type; not `type` in schemas that allow nothing.
    public final String typeKeyword;

    /// `enum` and `const`.
    public ValueSet[] values = NO_VALUES;

    /// Whether anything but the type is asked of strings.
    public boolean asksOfTexts;

    @Nullable
    public TextRules text;

    @Nullable
    public NumberRules numbers;

    public ObjectRules members;

    public ArrayRules items;

    @Nullable
    public InPlace inPlace;

    private Node(int id, int types, String typeKeyword) {
        this.id = id;
        this.types = types;
        this.typeKeyword = typeKeyword;
        this.members = ObjectRules.none(this);
        this.items = ArrayRules.none(this);
    }

    /// A node that asks nothing yet.
    public Node(int id) {
        this.id = id;
        this.types = ALL;
        this.typeKeyword = "type";
        this.members = ANY.members;
        this.items = ANY.items;
    }

    /// Allows nothing.
    public static Node never(int id, String keyword) {
        return new Node(id, 0, keyword);
    }

    /// The bit of the type that draft-07 calls `name`.
    public static int type(String name) {
        return switch (name) {
            case "null" -> NULL;
            case "boolean" -> BOOLEAN;
            case "object" -> OBJECT;
            case "array" -> ARRAY;
            case "string" -> STRING;
            case "integer" -> INTEGER;
            case "number" -> NUMBER;
            default -> throw new IllegalArgumentException("no type of draft-07: " + name);
        };
    }
}
