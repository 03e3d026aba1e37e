package io.ttdust.adapters.jsonschema.program;

import org.jspecify.annotations.Nullable;

/// Sub-schemas that judge the very value their schema judges, by reading it again.
final class InPlace {

    private static final Node[] NO_NODES = {};

    Node[] allOf = NO_NODES;
    Node[] anyOf = NO_NODES;
    Node[] oneOf = NO_NODES;

    @Nullable
    Node not;

    /// Of `if`.
    @Nullable
    Node condition;

    /// Of `then`.
    @Nullable
    Node consequence;

    /// Of `else`.
    @Nullable
    Node alternative;
}
