package io.ttdust.cli.schema;

/// What a new version is held to, as a person asks for it.
enum Mode {
    BACKWARD,
    FORWARD,
    FULL,
    NONE
}
