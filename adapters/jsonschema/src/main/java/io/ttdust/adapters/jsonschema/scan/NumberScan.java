package io.ttdust.adapters.jsonschema.scan;

/// Finds where a number ends and reads it without rounding, in time that grows with its length and never with its
/// exponent: its value is the digits from its first that is not 0 on, × 10 to the power of [#exponent]. Used by one
/// thread, for one number after the other.
public final class NumberScan {

    /// Digits that surely fit a long.
    static final int LONG_DIGITS = 18;

    /// Exponents stop growing here. The numbers of a schema have at most 500 digits when written out, and the
    /// digits before an exponent are fewer than 2^31: no comparison and no division can tell a larger exponent
    /// from this one. [#writeTo] can, which reads it again.
    private static final long POWER_MAX = 1_000_000_000_000L;

    /// Beyond it the exponent that is written may have been larger than [#POWER_MAX].
    private static final long POWER_SURE_MAX = POWER_MAX / 2;

    private static final byte[] NOTHING = {};

    byte[] bytes = NOTHING;
    boolean negative;

    /// Digits from the first that is not 0 on; none for zero.
    int digits;

    /// All of them, when they are at most [#LONG_DIGITS].
    long mantissa;

    long exponent;

    /// Where the digits of the exponent are; only when there is one.
    private int powerFrom;

    private int powerTo;
    private boolean powerDown;

    /// Where they are, with the decimal point perhaps among them.
    int digitsFrom;

    int digitsTo;

    /// Reads the number at `at`, which is before `end`.
    ///
    /// @return its end; -1 if there is none
    public int read(byte[] text, int at, int end) {
        int i = at;
        negative = text[i] == '-';
        if (negative) {
            i++;
        }
        int whole = i;
        long value = 0;
        while (i < end && isDigit(text[i])) {
            value = value * 10 + (text[i] - '0');
            i++;
        }
        int wholeDigits = i - whole;
        if (wholeDigits == 0 || (wholeDigits > 1 && text[whole] == '0')) {
            return -1;
        }
        bytes = text;
        if (wholeDigits <= LONG_DIGITS && (i >= end || !continues(text[i]))) {
            digits = value == 0 ? 0 : wholeDigits;
            mantissa = value;
            exponent = 0;
            digitsFrom = whole;
            digitsTo = i;
            return i;
        }
        return readRest(whole, i, end);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean continues(byte b) {
        return b == '.' || b == 'e' || b == 'E';
    }

    /// Reads on from `afterWhole`, with a fraction, an exponent, or more digits than a long holds.
    private int readRest(int whole, int afterWhole, int end) {
        int i = afterWhole;
        int fraction = 0;
        if (i < end && bytes[i] == '.') {
            int first = i + 1;
            i = afterDigits(first, end);
            fraction = i - first;
            if (fraction == 0) {
                return -1;
            }
        }
        int mantissaEnd = i;
        long power = 0;
        if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
            i++;
            boolean down = i < end && bytes[i] == '-';
            if (down || (i < end && bytes[i] == '+')) {
                i++;
            }
            int first = i;
            i = afterDigits(first, end);
            if (i == first) {
                return -1;
            }
            powerFrom = first;
            powerTo = i;
            powerDown = down;
            power = power();
        }
        settle(whole, mantissaEnd, power - fraction);
        return i;
    }

    private int afterDigits(int from, int end) {
        int i = from;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        return i;
    }

    /// The exponent that is written, within ± [#POWER_MAX].
    private long power() {
        long power = 0;
        for (int i = powerFrom; i < powerTo; i++) {
            power = Math.min(POWER_MAX, power * 10 + (bytes[i] - '0'));
        }
        return powerDown ? -power : power;
    }

    /// Leaves out the zeros at both ends.
    private void settle(int from, int to, long power) {
        int first = from;
        while (first < to && (bytes[first] == '0' || bytes[first] == '.')) {
            first++;
        }
        digits = 0;
        mantissa = 0;
        int zeros = 0;
        int last = first;
        for (int i = first; i < to; i++) {
            byte b = bytes[i];
            if (b == '0') {
                zeros++;
            } else if (b != '.') {
                for (; zeros > 0; zeros--) {
                    append(0);
                }
                append(b - '0');
                last = i + 1;
            }
        }
        digitsFrom = first;
        digitsTo = last;
        exponent = digits == 0 ? 0 : power + zeros;
    }

    private void append(int digit) {
        digits++;
        if (digits <= LONG_DIGITS) {
            mantissa = mantissa * 10 + digit;
        }
    }

    /// Lets the bytes go.
    public void forget() {
        bytes = NOTHING;
    }

    /// Whether the last number is whole, however it is spelled: `1.0` and `1e2` are.
    public boolean isInteger() {
        return exponent >= 0;
    }

    /// Writes the last number in the one way that all its spellings share.
    void writeTo(StringBuilder out) {
        int last = digitsTo;
        long power = exponent;
        while (digits > 0 && bytes[last - 1] == '0') {
            last--;
            power++;
        }
        out.append(signum() < 0 ? "-" : "");
        for (int i = digitsFrom; i < last && digits > 0; i++) {
            if (bytes[i] != '.') {
                out.append((char) bytes[i]);
            }
        }
        out.append('e');
        if (Math.abs(power) <= POWER_SURE_MAX) {
            out.append(power);
        } else {
            writeLargePower(out);
        }
    }

    /// Writes the exponent by adding to the digits that are written what the zeros at both ends make of it.
    private void writeLargePower(StringBuilder out) {
        long carry = exponent - power();
        carry = powerDown ? -carry : carry;
        byte[] sum = new byte[powerTo - powerFrom + 1];
        for (int i = sum.length - 1; i >= 0; i--) {
            carry += i > 0 ? bytes[powerFrom + i - 1] - '0' : 0;
            sum[i] = (byte) Math.floorMod(carry, 10);
            carry = Math.floorDiv(carry, 10);
        }
        int first = 0;
        while (sum[first] == 0) {
            first++;
        }
        out.append(powerDown ? "-" : "");
        for (int i = first; i < sum.length; i++) {
            out.append((char) ('0' + sum[i]));
        }
    }

    /// -1, 0 or 1.
    int signum() {
        return digits == 0 ? 0 : negative ? -1 : 1;
    }
}
