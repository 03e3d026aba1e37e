package io.ttdust.adapters.jsonschema.program;

import io.ttdust.adapters.jsonschema.rules.InPlace;
import io.ttdust.adapters.jsonschema.rules.Node;
import org.jspecify.annotations.Nullable;

/// `allOf`, `anyOf`, `oneOf`, `not` and `if`: reads a value again for each. Part of a [Pass].
final class Alternatives {

    /// What beginning to read again costs beside the bytes, in bytes.
    static final int COST = 4;

    private final Pass pass;

    Alternatives(Pass pass) {
        this.pass = pass;
    }

    /// Judges the value in `bytes[at .. after)`; gives `after`, or -1.
    int judge(InPlace inPlace, int at, int after) {
        for (Node node : inPlace.allOf) {
            if (!pass.alsoFits(node, at, after)) {
                return -1;
            }
        }
        if (inPlace.anyOf.length > 0 && !fitsAny(inPlace.anyOf, at, after)) {
            return pass.fail("anyOf", at);
        }
        if (inPlace.oneOf.length > 0 && !fitsOne(inPlace.oneOf, at, after)) {
            return pass.fail("oneOf", at);
        }
        Node not = inPlace.not;
        if (not != null && (pass.alsoFits(not, at, after) || pass.budget.isExhausted())) {
            return pass.fail("not", at);
        }
        Node condition = inPlace.condition;
        if (condition != null) {
            Node chosen = pass.alsoFits(condition, at, after) ? inPlace.consequence : inPlace.alternative;
            return fitsChosen(chosen, at, after) ? after : -1;
        }
        return after;
    }

    private boolean fitsChosen(@Nullable Node chosen, int at, int after) {
        return !pass.budget.isExhausted() && (chosen == null || pass.alsoFits(chosen, at, after));
    }

    private boolean fitsAny(Node[] nodes, int at, int after) {
        for (Node node : nodes) {
            if (pass.alsoFits(node, at, after)) {
                return true;
            }
            if (pass.budget.isExhausted()) {
                return false;
            }
        }
        return false;
    }

    private boolean fitsOne(Node[] nodes, int at, int after) {
        int fitting = 0;
        for (Node node : nodes) {
            fitting += pass.alsoFits(node, at, after) ? 1 : 0;
            if (fitting > 1 || pass.budget.isExhausted()) {
                return false;
            }
        }
        return fitting == 1;
    }
}
