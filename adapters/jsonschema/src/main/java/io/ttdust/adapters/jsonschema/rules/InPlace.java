package io.ttdust.adapters.jsonschema.rules;

import org.jspecify.annotations.Nullable;

/// Sub-schemas that judge the very value their schema judges, by reading it again.
public final class InPlace {

    private static final Node[] NO_NODES = {};

    public Node[] allOf = NO_NODES;
    public Node[] anyOf = NO_NODES;
    public Node[] oneOf = NO_NODES;

    @Nullable
    public Node not;

    /// Of `if`.
    @Nullable
    public Node condition;

    /// Of `then`.
    @Nullable
    public Node consequence;

    /// Of `else`.
    @Nullable
    public Node alternative;
}
