package io.ttdust.domain.problem;

/// One place in a document that breaks a rule.
///
/// @param pointer JSON pointer (RFC 6901) of the offending value; empty for the whole document
/// @param keyword the schema keyword, or the name of the rule, that was broken
/// @param message one sentence for a person; never holds a whole payload
public record Violation(String pointer, String keyword, String message) {

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
