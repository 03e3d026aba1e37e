package io.ttdust.adapters.jsonschema.program;

import org.jspecify.annotations.Nullable;

/// What one sub-schema asks of a value. Filled by [ProgramBuilder], since schemas refer to each other in
/// circles, and never changed after.
final class Node {

    static final int NULL = 1;
    static final int BOOLEAN = 1 << 1;
    static final int OBJECT = 1 << 2;
    static final int ARRAY = 1 << 3;
    static final int STRING = 1 << 4;
    static final int INTEGER = 1 << 5;

    /// Numbers that are not whole.
    static final int FRACTION = 1 << 6;

    static final int NUMBER = INTEGER | FRACTION;
    static final int ALL = NULL | BOOLEAN | OBJECT | ARRAY | STRING | NUMBER;

    private static final ValueSet[] NO_VALUES = {};

    /// Asks nothing.
    static final Node ANY = new Node(0, ALL, "type");

    /// Number within its program.
    final int id;

    /// The types allowed.
    int types;

    /// What is broken by another type; not `type` in schemas that allow nothing.
    final String typeKeyword;

    /// `enum` and `const`.
    ValueSet[] values = NO_VALUES;

    /// Whether anything but the type is asked of strings.
    boolean asksOfTexts;

    @Nullable
    TextRules text;

    @Nullable
    NumberRules numbers;

    ObjectRules members;

    ArrayRules items;

    @Nullable
    InPlace inPlace;

    private Node(int id, int types, String typeKeyword) {
        this.id = id;
        this.types = types;
        this.typeKeyword = typeKeyword;
        this.members = ObjectRules.none(this);
        this.items = ArrayRules.none(this);
    }

    /// A node that asks nothing yet.
    Node(int id) {
        this.id = id;
        this.types = ALL;
        this.typeKeyword = "type";
        this.members = ANY.members;
        this.items = ANY.items;
    }

    /// Allows nothing.
    static Node never(int id, String keyword) {
        return new Node(id, 0, keyword);
    }

    /// The bit of the type that draft-07 calls `name`.
    static int type(String name) {
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
