package io.ttdust.adapters.jsonschema.compatibility.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.compatibility.facts.Facts;
import io.ttdust.adapters.jsonschema.compatibility.facts.SchemaNode;
import org.jspecify.annotations.Nullable;

/// A keyword that is not known to hold for whatever the other version accepts.
///
/// @param narrow what is known of the values
/// @param wide the schema that may refuse some of them
/// @param keyword the keyword, or the path from `wide` that leads to what refuses
/// @param value see the remedy
/// @param reason why it is undecided; empty if it is not
public record Flaw(
        Rule rule,
        Facts narrow,
        SchemaNode wide,
        String keyword,
        Remedy remedy,
        @Nullable JsonNode value,
        String reason) {

    /// What makes both the same again, with the least change.
    public enum Remedy {
        /// The keyword is to be what it is on the other side: `value` on the narrow one, or absent.
        KEYWORD,
        /// The keyword is a list that lacks `value` on the wide side.
        MISSING,
        /// The keyword is a list that has `value` on the wide side only, where it refuses.
        EXTRA,
        /// An alternative is missing on the wide side or too many on the narrow one.
        ALTERNATIVE,
        /// The whole schema is to be what it was.
        SCHEMA
    }

    public static Flaw keyword(Rule rule, Facts narrow, SchemaNode wide, String keyword, @Nullable JsonNode value) {
        return new Flaw(rule, narrow, wide, keyword, Remedy.KEYWORD, value, "");
    }

    public static Flaw undecided(Facts narrow, SchemaNode wide, String keyword, String reason) {
        return new Flaw(Rule.UNDECIDED, narrow, wide, keyword, Remedy.SCHEMA, null, reason);
    }
}
