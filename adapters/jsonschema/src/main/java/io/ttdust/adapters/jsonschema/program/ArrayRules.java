package io.ttdust.adapters.jsonschema.program;

import org.jspecify.annotations.Nullable;

/// What a schema asks of arrays.
final class ArrayRules {

    private static final Node[] NO_NODES = {};

    /// One schema for each of the first items.
    Node[] tuple = NO_NODES;

    /// For all that follow.
    Node others;

    /// What one item at least must fit.
    @Nullable
    Node contains;

    int itemsMin;
    int itemsMax = Integer.MAX_VALUE;
    boolean unique;

    ArrayRules(Node others) {
        this.others = others;
    }

    /// Asks nothing; every item is judged by `any`.
    static ArrayRules none(Node any) {
        return new ArrayRules(any);
    }
}
