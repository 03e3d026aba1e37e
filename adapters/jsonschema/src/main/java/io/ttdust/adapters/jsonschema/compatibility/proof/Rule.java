package io.ttdust.adapters.jsonschema.compatibility.proof;

/// What can be wrong: its name when the new version refuses what the old one accepts, its name the other way
/// round, and which values are refused.
public enum Rule {
    TYPE("type-narrowed", "type-widened", "values of another type"),
    ENUM("enum-narrowed", "enum-widened", "values that are not among those listed"),
    CONST("const-narrowed", "const-widened", "values other than the one asked for"),
    MINIMUM("minimum-raised", "minimum-lowered", "numbers below the minimum"),
    MAXIMUM("maximum-lowered", "maximum-raised", "numbers above the maximum"),
    MULTIPLE("multiple-of-narrowed", "multiple-of-widened", "numbers that are no such multiple"),
    MIN_LENGTH("min-length-raised", "min-length-lowered", "shorter strings"),
    MAX_LENGTH("max-length-lowered", "max-length-raised", "longer strings"),
    PATTERN("pattern-added", "pattern-removed", "strings that do not match the pattern"),
    FORMAT("format-narrowed", "format-widened", "strings that are not of the format"),
    MIN_ITEMS("min-items-raised", "min-items-lowered", "arrays with fewer items"),
    MAX_ITEMS("max-items-lowered", "max-items-raised", "arrays with more items"),
    UNIQUE_ITEMS("unique-items-added", "unique-items-removed", "arrays that hold a value twice"),
    CONTAINS("contains-added", "contains-removed", "arrays without the item asked for"),
    ITEM("item-narrowed", "item-widened", "items that are forbidden or restricted"),
    MIN_PROPERTIES("min-properties-raised", "min-properties-lowered", "objects with fewer members"),
    MAX_PROPERTIES("max-properties-lowered", "max-properties-raised", "objects with more members"),
    REQUIRED("required-added", "required-removed", "objects without the required member"),
    OPEN_PROPERTY(
            "property-added-to-open", "property-removed-from-open", "other values of a member that was not declared"),
    CLOSED_PROPERTY("property-removed", "property-added", "members that are not declared"),
    FORBIDDEN_PROPERTY("property-forbidden", "property-permitted", "any value of a member that is forbidden"),
    PATTERN_PROPERTY("pattern-property-added", "pattern-property-removed", "other values of such members"),
    OTHER_PROPERTIES("additional-properties-narrowed", "additional-properties-widened", "objects with other members"),
    NAMES("property-names-narrowed", "property-names-widened", "objects with other names"),
    DEPENDENCY("dependency-added", "dependency-removed", "objects without the members that another one asks for"),
    ALTERNATIVES("alternatives-narrowed", "alternatives-widened", "values that fit none of the alternatives"),
    NOT("not-added", "not-removed", "values that `not` excludes"),
    SCHEMA("schema-narrowed", "schema-widened", "some values"),
    UNDECIDED("undecided", "undecided", "some values");

    private final String backward;
    private final String forward;
    private final String refused;

    Rule(String backward, String forward, String refused) {
        this.backward = backward;
        this.forward = forward;
        this.refused = refused;
    }

    public String name(Direction direction) {
        return direction == Direction.BACKWARD ? backward : forward;
    }

    /// The values that would be refused, in words.
    public String refused() {
        return refused;
    }
}
