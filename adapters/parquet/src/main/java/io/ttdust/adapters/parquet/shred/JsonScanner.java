package io.ttdust.adapters.parquet.shred;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Walks over JSON in place: tokens are places in the array. Used by one thread, for one text after the other.
///
/// Accepts what RFC 8259 allows, except that strings nobody asks for are not checked for being UTF-8.
final class JsonScanner {

    /// Deeper values are called malformed; what is let in is far shallower.
    private static final int DEPTH_MAX = 512;

    /// Exponents stop growing here, beyond what any number of digits in a payload could make up for.
    private static final int EXPONENT_MAX = 100_000_000;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    byte[] bytes = {};
    int at;
    int end;

    /// The last string: its place between the quotes, and whether it holds escapes or bytes beyond ASCII.
    int stringStart;

    int stringEnd;
    boolean escaped;
    boolean beyondAscii;

    /// The last number: its place, whether it has a fraction or an exponent, and its digits as far as they fit.
    int numberStart;

    boolean whole;
    boolean negative;

    /// All digits of the number when [#digits] is at most 18.
    long mantissa;

    /// Digits from the first that is not 0 on.
    int digits;

    /// The number is [#mantissa] × 10 to this power; held within ± 1 000 000.
    int exponent;

    void start(byte[] text, int from, int to) {
        bytes = text;
        at = from;
        end = to;
    }

    /// The next byte that is no white space, which stays unread.
    int peek() throws MalformedJsonException {
        while (at < end) {
            byte b = bytes[at];
            if (b > ' ') {
                return b;
            }
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                break;
            }
            at++;
        }
        throw new MalformedJsonException();
    }

    /// Whether only white space follows.
    boolean atEnd() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at == end;
    }

    void expect(int wanted) throws MalformedJsonException {
        if (peek() != wanted) {
            throw new MalformedJsonException();
        }
        at++;
    }

    void word(String word) throws MalformedJsonException {
        if (end - at < word.length()) {
            throw new MalformedJsonException();
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                throw new MalformedJsonException();
            }
        }
        at += word.length();
    }

    /// Reads a string whose opening quote has been read.
    void string() throws MalformedJsonException {
        stringStart = at;
        escaped = false;
        int seen = 0;
        int i = plainUntil(at);
        while (i < end) {
            byte b = bytes[i];
            seen |= b;
            if (b == '"') {
                stringEnd = i;
                beyondAscii = seen < 0;
                at = i + 1;
                return;
            }
            if (b == '\\') {
                escaped = true;
                i = plainUntil(afterEscape(i + 1));
            } else if (b >= 0 && b < ' ') {
                throw new MalformedJsonException();
            } else {
                i++;
            }
        }
        throw new MalformedJsonException();
    }

    /// Steps over whole words of printable ASCII without a quote or a backslash, from `from` on: eight bytes at once.
    /// A byte that is neither may still follow where it stops.
    private int plainUntil(int from) {
        int i = from;
        while (i <= end - Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long special = hasZero(word ^ QUOTES) | hasZero(word ^ BACKSLASHES) | ((word - SPACES) & ~word) | word;
            special &= HIGH;
            if (special != 0) {
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            i += Long.BYTES;
        }
        return i;
    }

    /// Sets the high bit of each byte that is zero, exactly up to the first such byte; borrows may mark later ones.
    private static long hasZero(long word) {
        return (word - ONES) & ~word;
    }

    private int afterEscape(int i) throws MalformedJsonException {
        if (i < end) {
            switch (bytes[i]) {
                case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                    return i + 1;
                }
                case 'u' -> {
                    if (end - i > 4 && hex(i + 1) && hex(i + 2) && hex(i + 3) && hex(i + 4)) {
                        return i + 5;
                    }
                }
                default -> {}
            }
        }
        throw new MalformedJsonException();
    }

    private boolean hex(int i) {
        return Character.digit(bytes[i], 16) >= 0;
    }

    /// Reads a number, the first character of which is next.
    void number() throws MalformedJsonException {
        numberStart = at;
        int i = at;
        negative = bytes[i] == '-';
        if (negative) {
            i++;
        }
        mantissa = 0;
        digits = 0;
        int first = i;
        i = digitsFrom(i);
        if (i - first > 1 && bytes[first] == '0') {
            throw new MalformedJsonException();
        }
        int power = 0;
        whole = true;
        if (i < end && bytes[i] == '.') {
            whole = false;
            int point = i + 1;
            i = digitsFrom(point);
            power = point - i;
        }
        if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
            whole = false;
            i++;
            boolean down = i < end && bytes[i] == '-';
            if (down || (i < end && bytes[i] == '+')) {
                i++;
            }
            int from = i;
            int by = 0;
            while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
                by = Math.min(EXPONENT_MAX, by * 10 + bytes[i] - '0');
                i++;
            }
            if (i == from) {
                throw new MalformedJsonException();
            }
            power += down ? -by : by;
        }
        exponent = Math.clamp(power, -1_000_000, 1_000_000);
        at = i;
    }

    /// Reads at least one digit.
    private int digitsFrom(int from) throws MalformedJsonException {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            int digit = bytes[i] - '0';
            if (digits > 0 || digit > 0) {
                digits++;
                if (digits <= 18) {
                    mantissa = mantissa * 10 + digit;
                }
            }
            i++;
        }
        if (i == from) {
            throw new MalformedJsonException();
        }
        return i;
    }

    /// Reads any value and drops it.
    void skip() throws MalformedJsonException {
        skip(0);
    }

    private void skip(int depth) throws MalformedJsonException {
        switch (peek()) {
            case '"' -> {
                at++;
                string();
            }
            case '{' -> skipMembers(depth);
            case '[' -> skipElements(depth);
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw new MalformedJsonException();
        }
    }

    private void skipMembers(int depth) throws MalformedJsonException {
        enter(depth);
        if (peek() == '}') {
            at++;
            return;
        }
        do {
            expect('"');
            string();
            expect(':');
            skip(depth + 1);
        } while (another('}'));
    }

    private void skipElements(int depth) throws MalformedJsonException {
        enter(depth);
        if (peek() == ']') {
            at++;
            return;
        }
        do {
            skip(depth + 1);
        } while (another(']'));
    }

    private void enter(int depth) throws MalformedJsonException {
        if (depth >= DEPTH_MAX) {
            throw new MalformedJsonException();
        }
        at++;
    }

    /// Reads a comma and says true, or `close` and says false.
    boolean another(int close) throws MalformedJsonException {
        int b = peek();
        if (b != ',' && b != close) {
            throw new MalformedJsonException();
        }
        at++;
        return b == ',';
    }
}
