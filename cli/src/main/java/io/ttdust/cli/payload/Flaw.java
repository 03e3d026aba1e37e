package io.ttdust.cli.payload;

/// The ways in which a generated event is bad.
enum Flaw {
    NO_USER,
    EMPTY_USER,
    LONG_USER,
    UNKNOWN_EVENT_TYPE,
    TIMESTAMP_IN_WORDS,
    NEGATIVE_AMOUNT,
    AMOUNT_AS_TEXT,
    UNKNOWN_DEVICE,
    BROKEN_JSON,
    NAME_TWICE
}
