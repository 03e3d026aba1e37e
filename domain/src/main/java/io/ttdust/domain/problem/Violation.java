package io.ttdust.domain.problem;

import org.jspecify.annotations.Nullable;

/// One place in a document that breaks a rule.
///
/// @param pointer JSON pointer (RFC 6901) of the offending value; empty for the whole document
/// @param keyword the schema keyword, or the name of the rule, that was broken
/// @param message one sentence for a person; never holds a whole payload
/// @param schemaPointer where the broken keyword stands: a JSON pointer into the schema's definition, a URI with
///     such a pointer as its fragment for another document (the meta-schema); null where no schema was broken,
///     or the keyword's place is not known
public record Violation(
        String pointer,
        String keyword,
        String message,
        @Nullable String schemaPointer) {

    /// A place that breaks a rule which no schema states.
    public Violation(String pointer, String keyword, String message) {
        this(pointer, keyword, message, null);
    }

    /// The same with the place of the keyword.
    public Violation brokenAt(@Nullable String keywordPlace) {
        return new Violation(pointer, keyword, message, keywordPlace);
    }

    /// The same in a document that holds this one at `prefix`.
    public Violation below(String prefix) {
        return new Violation(prefix + pointer, keyword, message, schemaPointer);
    }

    /// The same place in `$.user.items[0]` notation.
    public String path() {
        if (pointer.isEmpty()) {
            return "$";
        }
        StringBuilder path = new StringBuilder("$");
        for (String token : pointer.substring(1).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                path.append('[').append(name).append(']');
            } else {
                path.append('.').append(name);
            }
        }
        return path.toString();
    }
}
