package io.ttdust.adapters.jsonschema.rules;

import io.ttdust.adapters.jsonschema.scan.Decimal;
import io.ttdust.adapters.jsonschema.scan.Divisor;
import io.ttdust.adapters.jsonschema.scan.NumberScan;
import org.jspecify.annotations.Nullable;

/// What a schema asks of numbers, all of it exact.
public record NumberRules(
        @Nullable Decimal minimum,
        @Nullable Decimal exclusiveMinimum,
        @Nullable Decimal maximum,
        @Nullable Decimal exclusiveMaximum,
        @Nullable Divisor multipleOf) {

    /// What judging the number read last costs beyond reading it, in bytes read again.
    public long work(NumberScan number) {
        return multipleOf == null ? 0 : multipleOf.work(number);
    }

    /// The keyword that the number read last breaks first; null if none.
    @Nullable
    public String broken(NumberScan number) {
        if (minimum != null && minimum.compareFrom(number) < 0) {
            return "minimum";
        }
        if (exclusiveMinimum != null && exclusiveMinimum.compareFrom(number) <= 0) {
            return "exclusiveMinimum";
        }
        if (maximum != null && maximum.compareFrom(number) > 0) {
            return "maximum";
        }
        if (exclusiveMaximum != null && exclusiveMaximum.compareFrom(number) >= 0) {
            return "exclusiveMaximum";
        }
        return multipleOf != null && !multipleOf.divides(number) ? "multipleOf" : null;
    }
}
