package io.ttdust.adapters.jsonschema.compatibility.facts;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of a value: it passes some schemas, fails others, is of some types and has some members. There
/// is one object for each such knowledge, so that what follows from it is found out once.
public final class Conjunction {

    /// What makes two conjunctions one.
    ///
    /// @param passed in the order they were found; the first is where it began
    /// @param present names of members that the value has, if it is an object
    /// @param split alternatives of the schemas passed that need not be looked at again
    public record Key(
            List<SchemaNode> passed, List<SchemaNode> failed, int types, Set<String> present, Set<Integer> split) {}

    public final int id;
    public final Key key;

    @Nullable
    Facts facts;

    boolean underWay;

    Conjunction(int id, Key key) {
        this.id = id;
        this.key = key;
    }
}
