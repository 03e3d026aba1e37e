package io.ttdust.adapters.jsonschema.rules;

import io.ttdust.adapters.jsonschema.library.LinearPattern;
import io.ttdust.adapters.jsonschema.scan.NameTable;
import org.jspecify.annotations.Nullable;

/// What a schema asks of objects. Each name it speaks of has a place in [#names], and a bit while a payload is
/// read.
public final class ObjectRules {

    private static final long[] NO_WORDS = {};

    /// One dependency: who has the member at `place` must have those at `needed` and fit `schema`.
    public static final class Dependency {

        public final int place;
        public final int[] needed;
        public final @Nullable Node schema;

        Dependency(int place, int[] needed, @Nullable Node schema) {
            this.place = place;
            this.needed = needed;
            this.schema = schema;
        }
    }

    /// One entry of `patternProperties`.
    public record Patterned(LinearPattern pattern, Node schema) {}

    public NameTable names = NameTable.empty();

    /// By place: the schema of the member; that of [#others] for names that are not in `properties`.
    public Node[] nodes = {};

    /// So many of the first places are of names in `properties`.
    public int properties;

    /// Members that are not in `properties` and match no pattern.
    public Node others;

    /// Bits of the names that must be there, 64 to a word; the first word.
    public long required;

    /// The words after the first; empty when there are at most 64 names.
    public long[] requiredRest = NO_WORDS;

    public int membersMin;
    public int membersMax = Integer.MAX_VALUE;

    @Nullable
    public Node propertyNames;

    public Patterned[] patterns = {};
    public Dependency[] dependencies = {};

    /// Whether a member is judged by its place alone.
    public boolean isPlain = true;

    /// Whether nothing but `required` is left to look at when the object ends.
    public boolean endsPlain = true;

    public ObjectRules(Node others) {
        this.others = others;
    }

    /// Asks nothing; every member is judged by `any`.
    public static ObjectRules none(Node any) {
        return new ObjectRules(any);
    }
}
