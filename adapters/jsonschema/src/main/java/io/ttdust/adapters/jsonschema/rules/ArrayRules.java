package io.ttdust.adapters.jsonschema.rules;

import org.jspecify.annotations.Nullable;

/// What a schema asks of arrays.
public final class ArrayRules {

    private static final Node[] NO_NODES = {};

    /// One schema for each of the first items.
    public Node[] tuple = NO_NODES;

    /// For all that follow.
    public Node others;

    /// What one item at least must fit.
    @Nullable
    public Node contains;

    public int itemsMin;
    public int itemsMax = Integer.MAX_VALUE;
    public boolean unique;

    public ArrayRules(Node others) {
        this.others = others;
    }

    /// Asks nothing; every item is judged by `any`.
    public static ArrayRules none(Node any) {
        return new ArrayRules(any);
    }
}
