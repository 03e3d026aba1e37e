package io.ttdust.adapters.jsonschema.program;

import io.ttdust.adapters.jsonschema.rules.ArrayRules;
import io.ttdust.adapters.jsonschema.rules.Node;
import io.ttdust.adapters.jsonschema.scan.EqualityText;
import java.util.HashSet;
import java.util.Set;

/// Arrays. Part of a [Pass].
final class Items {

    /// What making an item comparable costs, in bytes read again for each of its own.
    static final int COMPARE_COST = 4;

    private final Pass pass;

    Items(Pass pass) {
        this.pass = pass;
    }

    /// Reads the array whose bracket is at `at`.
    int read(Node node, int at) {
        byte[] bytes = pass.bytes;
        int end = pass.end;
        if ((node.types & Node.ARRAY) == 0) {
            return pass.fail(node.typeKeyword, at);
        }
        if (!pass.enter(at)) {
            return -1;
        }
        ArrayRules rules = node.items;
        int count = 0;
        boolean contained = rules.contains == null;
        int i = pass.afterSpace(at + 1);
        if (i >= end) {
            return pass.fail("json", i);
        }
        boolean more = bytes[i] != ']';
        while (more) {
            Node item = count < rules.tuple.length ? rules.tuple[count] : rules.others;
            int after = pass.value(item, i);
            if (after < 0) {
                return -1;
            }
            if (!contained && rules.contains != null) {
                contained = pass.alsoFits(rules.contains, i, after);
                if (pass.budget.isExhausted()) {
                    return -1;
                }
            }
            count++;
            i = pass.afterSpace(after);
            if (i >= end) {
                return pass.fail("json", i);
            }
            more = bytes[i] == ',';
            if (more) {
                i = pass.afterSpace(i + 1);
                if (i >= end) {
                    return pass.fail("json", i);
                }
            }
        }
        if (bytes[i] != ']') {
            return pass.fail("json", i);
        }
        i++;
        pass.leave();
        return fitsWhole(node, rules, at, i, count, contained) ? i : -1;
    }

    private boolean fitsWhole(Node node, ArrayRules rules, int at, int after, int count, boolean contained) {
        String broken = null;
        if (count < rules.itemsMin) {
            broken = "minItems";
        } else if (count > rules.itemsMax) {
            broken = "maxItems";
        } else if (!contained) {
            broken = "contains";
        } else if (rules.unique && count > 1 && !areUnique(at, after, count)) {
            broken = "uniqueItems";
        }
        if (broken != null) {
            pass.fail(broken, at);
            return false;
        }
        return pass.isAmong(node.values, at, after);
    }

    private boolean areUnique(int at, int after, int count) {
        if (!pass.budget.pay((long) COMPARE_COST * (after - at))) {
            return false;
        }
        Set<String> seen = HashSet.newHashSet(count);
        for (String item : EqualityText.items(pass.bytes, at, after)) {
            if (!seen.add(item)) {
                return false;
            }
        }
        return true;
    }
}
