package io.ttdust.adapters.jsonschema.scan;

/// Finds where a number ends and reads it without rounding, whatever its length: its value is the digits from its
/// first that is not 0 on, × 10 to the power of [#exponent]. Used by one thread, for one number after the other.
public final class NumberScan {

    /// Digits that surely fit a long.
    static final int LONG_DIGITS = 18;

    /// What would need more digits when written out is refused, as `json` refuses it: readers of stored payloads
    /// write numbers out.
    private static final int DIGITS_MAX = 500;

    /// Exponents stop growing here, far beyond what is refused.
    private static final long POWER_MAX = 1_000_000_000_000L;

    private static final byte[] NOTHING = {};

    byte[] bytes = NOTHING;
    boolean negative;

    /// Digits from the first that is not 0 on; none for zero.
    int digits;

    /// All of them, when they are at most [#LONG_DIGITS].
    long mantissa;

    long exponent;

    /// Where they are, with the decimal point perhaps among them.
    int digitsFrom;

    int digitsTo;

    private boolean tooLong;

    /// Reads the number at `at`, which is before `end`.
    ///
    /// @return its end; -1 if there is none, or one that is [#isTooLong]
    public int read(byte[] text, int at, int end) {
        int after = readAny(text, at, end);
        return tooLong ? -1 : after;
    }

    /// As [#read], for numbers of any length.
    int readAny(byte[] text, int at, int end) {
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
        tooLong = false;
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
        return readRest(at, whole, i, end);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean continues(byte b) {
        return b == '.' || b == 'e' || b == 'E';
    }

    /// Reads on from `afterWhole`, with a fraction, an exponent, or more digits than a long holds.
    private int readRest(int at, int whole, int afterWhole, int end) {
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
            power = down ? -power(first, i) : power(first, i);
        }
        settle(whole, mantissaEnd, power - fraction, i - at);
        return i;
    }

    private int afterDigits(int from, int end) {
        int i = from;
        while (i < end && isDigit(bytes[i])) {
            i++;
        }
        return i;
    }

    private long power(int from, int to) {
        long power = 0;
        for (int i = from; i < to; i++) {
            power = Math.min(POWER_MAX, power * 10 + (bytes[i] - '0'));
        }
        return power;
    }

    /// Leaves out the zeros at both ends, and looks whether the number is short enough.
    private void settle(int from, int to, long power, int length) {
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
        tooLong = length > DIGITS_MAX || (digits > 0 && (digits + exponent > DIGITS_MAX || -power > DIGITS_MAX));
    }

    private void append(int digit) {
        digits++;
        if (digits <= LONG_DIGITS) {
            mantissa = mantissa * 10 + digit;
        }
    }

    /// After a refusal: whether there is a number, but one of too many digits.
    public boolean isTooLong() {
        return tooLong;
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
        out.append('e').append(digits == 0 ? 0 : power);
    }

    /// -1, 0 or 1.
    int signum() {
        return digits == 0 ? 0 : negative ? -1 : 1;
    }
}
