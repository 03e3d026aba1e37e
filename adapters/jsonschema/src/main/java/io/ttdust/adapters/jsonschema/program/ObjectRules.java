package io.ttdust.adapters.jsonschema.program;

import io.ttdust.adapters.jsonschema.library.LinearPattern;
import io.ttdust.adapters.jsonschema.scan.NameTable;
import org.jspecify.annotations.Nullable;

/// What a schema asks of objects. Each name it speaks of has a place in [#names], and a bit while a payload is
/// read.
final class ObjectRules {

    private static final long[] NO_WORDS = {};

    /// One dependency: who has the member at `place` must have those at `needed` and fit `schema`.
    static final class Dependency {

        final int place;
        final int[] needed;
        final @Nullable Node schema;

        Dependency(int place, int[] needed, @Nullable Node schema) {
            this.place = place;
            this.needed = needed;
            this.schema = schema;
        }
    }

    /// One entry of `patternProperties`.
    record Patterned(LinearPattern pattern, Node schema) {}

    NameTable names = NameTable.empty();

    /// By place: the schema of the member; that of [#others] for names that are not in `properties`.
    Node[] nodes = {};

    /// By place: whether the name is in `properties`.
    boolean[] isProperty = {};

    /// Members that are not in `properties` and match no pattern.
    Node others;

    /// Bits of the names that must be there, 64 to a word; the first word.
    long required;

    /// The words after the first; empty when there are at most 64 names.
    long[] requiredRest = NO_WORDS;

    int membersMin;
    int membersMax = Integer.MAX_VALUE;

    @Nullable
    Node propertyNames;

    Patterned[] patterns = {};
    Dependency[] dependencies = {};

    /// Whether a member is judged by its place alone.
    boolean isPlain = true;

    /// Whether nothing but `required` is left to look at when the object ends.
    boolean endsPlain = true;

    ObjectRules(Node others) {
        this.others = others;
    }

    /// Asks nothing; every member is judged by `any`.
    static ObjectRules none(Node any) {
        return new ObjectRules(any);
    }
}
