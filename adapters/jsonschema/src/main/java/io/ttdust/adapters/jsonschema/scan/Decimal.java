package io.ttdust.adapters.jsonschema.scan;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// A number of a schema, exact, ready to be compared with numbers read in place. Compares without allocating,
/// whatever the length of either.
public final class Decimal implements Comparable<Decimal> {

    private static final long[] POWERS = new long[NumberScan.LONG_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final BigDecimal value;
    private final int signum;
    private final byte[] digits;

    /// The digits, brought to [NumberScan#LONG_DIGITS] by zeros; 0 if there are more.
    private final long leading;

    /// Digits before the decimal point; 0 and below when it begins behind it.
    private final long magnitude;

    public Decimal(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        this.value = shortest;
        this.signum = shortest.signum();
        this.digits = shortest.unscaledValue().abs().toString().getBytes(StandardCharsets.ISO_8859_1);
        this.leading = digits.length <= NumberScan.LONG_DIGITS
                ? shortest.unscaledValue().abs().longValueExact() * POWERS[NumberScan.LONG_DIGITS - digits.length]
                : 0;
        this.magnitude = (long) digits.length - shortest.scale();
    }

    /// How the number that was read last compares with this one, as `compareTo` says it.
    public int compareFrom(NumberScan number) {
        int sign = number.signum();
        if (sign != signum || sign == 0) {
            return Integer.compare(sign, signum);
        }
        int size = Long.compare(number.digits + number.exponent, magnitude);
        if (size == 0) {
            size = compareDigits(number);
        }
        return sign * size;
    }

    private int compareDigits(NumberScan number) {
        if (number.digits <= NumberScan.LONG_DIGITS && digits.length <= NumberScan.LONG_DIGITS) {
            return Long.compare(number.mantissa * POWERS[NumberScan.LONG_DIGITS - number.digits], leading);
        }
        int own = 0;
        for (int i = number.digitsFrom; i < number.digitsTo; i++) {
            byte digit = number.bytes[i];
            if (digit != '.') {
                byte other = own < digits.length ? digits[own] : (byte) '0';
                own++;
                if (digit != other) {
                    return digit < other ? -1 : 1;
                }
            }
        }
        return own < digits.length ? -1 : 0; // the last of them is not 0
    }

    @Override
    public int compareTo(Decimal other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decimal decimal && value.equals(decimal.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
