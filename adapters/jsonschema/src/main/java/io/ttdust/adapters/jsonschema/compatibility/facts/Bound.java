package io.ttdust.adapters.jsonschema.compatibility.facts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// The end of a range of numbers.
public record Bound(BigDecimal value, boolean exclusive) {

    /// The higher of two lower bounds.
    static Bound higher(@Nullable Bound one, Bound other) {
        return one == null || other.isAbove(one) ? other : one;
    }

    /// The lower of two upper bounds.
    static Bound lower(@Nullable Bound one, Bound other) {
        return one == null || other.isBelow(one) ? other : one;
    }

    /// Whether this, as a lower bound, lets less through than `other`.
    public boolean isAbove(Bound other) {
        int order = value.compareTo(other.value);
        return order > 0 || (order == 0 && exclusive && !other.exclusive);
    }

    /// Whether this, as an upper bound, lets less through than `other`.
    public boolean isBelow(Bound other) {
        int order = value.compareTo(other.value);
        return order < 0 || (order == 0 && exclusive && !other.exclusive);
    }

    /// As a lower bound of integers.
    public Bound raisedToInteger() {
        BigDecimal whole = value.setScale(0, RoundingMode.CEILING);
        return new Bound(exclusive && whole.compareTo(value) == 0 ? whole.add(BigDecimal.ONE) : whole, false);
    }

    /// As an upper bound of integers.
    public Bound loweredToInteger() {
        BigDecimal whole = value.setScale(0, RoundingMode.FLOOR);
        return new Bound(exclusive && whole.compareTo(value) == 0 ? whole.subtract(BigDecimal.ONE) : whole, false);
    }

    /// Whether nothing lies between the two.
    static boolean nothingBetween(Bound lower, Bound upper) {
        int order = lower.value.compareTo(upper.value);
        return order > 0 || (order == 0 && (lower.exclusive || upper.exclusive));
    }
}
