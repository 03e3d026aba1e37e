package io.ttdust.adapters.jsonschema;

/// A regular expression that has no linear-time form here, or is too large; the message says why.
final class UnsupportedPatternException extends Exception {

    private static final long serialVersionUID = 1L;

    UnsupportedPatternException(String message) {
        super(message, null, false, false);
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
