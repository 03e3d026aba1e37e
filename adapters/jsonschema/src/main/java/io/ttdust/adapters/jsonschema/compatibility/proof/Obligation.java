package io.ttdust.adapters.jsonschema.compatibility.proof;

import io.ttdust.adapters.jsonschema.compatibility.facts.Conjunction;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import java.util.List;

/// What must hold for a value to pass a keyword, beyond what is plain to see.
public sealed interface Obligation {

    /// What is so known passes the schema.
    record Within(Conjunction known, SchemaNode schema, Step step) implements Obligation {}

    /// No value fulfils it.
    record Impossible(Conjunction known) implements Obligation {}

    /// All of them hold.
    record All(List<Obligation> parts) implements Obligation {}

    /// One of them holds at least.
    record Either(List<Obligation> options, Flaw otherwise) implements Obligation {}

    /// Exactly one of the schemas of a `oneOf` accepts it.
    record ExactlyOne(Conjunction known, List<SchemaNode> schemas, Flaw otherwise) implements Obligation {}

    /// Does not hold.
    record Broken(Flaw flaw) implements Obligation {}

    /// How one gets from a value to the one that the schema judges.
    ///
    /// @param name the member's name, the pattern or the item's index
    /// @param from what is known of the value one comes from
    /// @param parent the schema one comes from
    /// @param path from there to the schema
    record Step(Kind kind, String name, Facts from, SchemaNode parent, String path) {

        /// Where the value is.
        public enum Kind {
            SAME_VALUE,
            PROPERTY,
            PATTERN_PROPERTY,
            /// A member that the narrow side declares and the wide one does not.
            OTHER_DECLARED,
            OTHER,
            ITEM
        }

        public boolean descends() {
            return kind != Kind.SAME_VALUE;
        }
    }
}
