package io.ttdust.adapters.jsonschema.json;

import io.ttdust.domain.problem.Violation;

/// The bytes are not strict JSON. Has no stack trace: a producer can send such bytes as fast as it likes.
public final class JsonRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /// A pointer that would be longer leads to a value around, so that an error under long names stays a short
    /// answer.
    private static final int POINTER_CHARS_MAX = 512;

    private final String keyword;
    private final int at;
    private String pointer = "";

    /// A refusal.
    ///
    /// @param at bytes from the start of the document
    public JsonRefusedException(String keyword, String message, int at) {
        super(message + " at byte " + at, null, false, false);
        this.keyword = keyword;
        this.at = at;
    }

    /// Notes, on the way out of a container, that the place lies inside its member `token`.
    void inside(String token) {
        String escaped = escaped(token);
        pointer = pointer.length() + escaped.length() < POINTER_CHARS_MAX ? "/" + escaped + pointer : "";
    }

    int at() {
        return at;
    }

    public Violation violation() {
        return new Violation(pointer, keyword, message());
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /// The token as RFC 6901 writes it.
    public static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
