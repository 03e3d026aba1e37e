package io.ttdust.adapters.jsonschema.rules;

import io.ttdust.adapters.jsonschema.scan.Decimal;
import io.ttdust.adapters.jsonschema.scan.NameTable;
import io.ttdust.adapters.jsonschema.scan.NumberScan;
import java.util.Set;

/// The values of an `enum`, or the one of a `const`, by their type.
public final class ValueSet {

    public static final int TRUE = 1 << 10;
    public static final int FALSE = 1 << 11;

    /// So many texts are tried one after the other before a string is read to its end.
    private static final int TRIED_MAX = 8;

    /// `enum` or `const`.
    public final String keyword;

    public final NameTable texts;

    /// Ascending.
    private final Decimal[] numbers;

    /// Of [Node#NULL], [#TRUE] and [#FALSE].
    public final int literals;

    /// Objects and arrays, as [io.ttdust.adapters.jsonschema.scan.EqualityText] writes them.
    public final Set<String> containers;

    public ValueSet(String keyword, NameTable texts, Decimal[] numbers, int literals, Set<String> containers) {
        this.keyword = keyword;
        this.texts = texts;
        this.numbers = numbers;
        this.literals = literals;
        this.containers = containers;
    }

    /// The end of the string whose first byte after the quote is at `from`, if it is surely one of the texts; -1
    /// says nothing.
    public int afterText(byte[] bytes, int from, int end) {
        int tried = Math.min(texts.size(), TRIED_MAX);
        for (int i = 0; i < tried; i++) {
            int after = texts.after(i, bytes, from, end);
            if (after >= 0) {
                return after;
            }
        }
        return -1;
    }

    public boolean has(NumberScan number) {
        int low = 0;
        int high = numbers.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = numbers[middle].compareFrom(number);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }
}
