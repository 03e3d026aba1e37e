package io.ttdust.adapters.jsonschema.library;

/// A regular expression that has no linear-time form here, or is too large; the message says why.
public final class UnsupportedPatternException extends Exception {

    private static final long serialVersionUID = 1L;

    UnsupportedPatternException(String message) {
        super(message, null, false, false);
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
