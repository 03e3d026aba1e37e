package io.ttdust.adapters.rest.record;

import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import java.util.Arrays;

/// Finds the records in a body without changing, copying or judging them.
///
/// White space around a record belongs to the body's layout and not to the record. Whether a record is a strict
/// JSON object is for its stream's schema to say, record by record; only an array has to be whole JSON before it
/// can be taken apart. The scan allocates nothing per record, keeps one bit per level of nesting and does not
/// recurse, so no depth can hurt it.
final class JsonText {

    private final byte[] bytes;
    private int at;

    /// The brackets that are open within the present element: a set bit is an object, a clear one an array.
    private long[] objects = new long[1];

    private int depth;

    private JsonText(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /// Whether the first character that is not white space opens an array.
    static boolean isArray(byte[] bytes) {
        int first = skipSpace(bytes, 0);
        return first < bytes.length && bytes[first] == '[';
    }

    /// The whole body as one record.
    static Ranges single(byte[] bytes) {
        Ranges one = new Ranges(1);
        addTrimmed(bytes, 0, bytes.length, one);
        return one;
    }

    /// Each line that is not blank as a record.
    static Ranges lines(byte[] bytes) {
        Ranges lines = new Ranges(bytes.length / 128);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                addTrimmed(bytes, start, i, lines);
                start = i + 1;
            }
        }
        addTrimmed(bytes, start, bytes.length, lines);
        return lines;
    }

    /// Each element of an array as a record.
    ///
    /// @throws RefusedException `INVALID_JSON` if `bytes` are not one JSON array (that strings are well-formed
    ///     UTF-8 and names do not repeat is left to each record's own check)
    static Ranges elements(byte[] bytes) {
        return new JsonText(bytes, skipSpace(bytes, 0)).elements();
    }

    /// Where the members of an object lie that [#elements] has passed over: for each the start and end of its name,
    /// quotes included, then those of its value.
    ///
    /// @param start of the object in `bytes`
    /// @param membersMax how many are looked for at the most
    static int[] members(byte[] bytes, int start, int membersMax) {
        return new JsonText(bytes, start).members(membersMax);
    }

    private static void addTrimmed(byte[] bytes, int start, int end, Ranges into) {
        int first = start;
        int last = end;
        while (first < last && isSpace(bytes[first])) {
            first++;
        }
        while (first < last && isSpace(bytes[last - 1])) {
            last--;
        }
        if (first < last) {
            into.add(first, last);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static int skipSpace(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && isSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    private Ranges elements() {
        Ranges elements = new Ranges(bytes.length / 128);
        expect('[');
        skipSpace();
        if (next() == ']') {
            at++;
        } else {
            do {
                skipSpace();
                int start = at;
                value();
                elements.add(start, at);
                skipSpace();
            } while (isNext(','));
            expect(']');
        }
        skipSpace();
        if (at < bytes.length) {
            throw notJson();
        }
        return elements;
    }

    private int[] members(int membersMax) {
        int[] places = new int[membersMax * 4];
        int used = 0;
        expect('{');
        skipSpace();
        if (next() != '}') {
            do {
                skipSpace();
                places[used++] = at;
                string();
                places[used++] = at;
                skipSpace();
                expect(':');
                skipSpace();
                places[used++] = at;
                value();
                places[used++] = at;
                skipSpace();
            } while (used < places.length && isNext(','));
        }
        return Arrays.copyOf(places, used);
    }

    /// Passes over one value and everything in it.
    private void value() {
        depth = 0;
        do {
            startOfValue();
        } while (!endOfValues());
    }

    /// Passes over a scalar, an empty container, or the brackets and names up to the next value's first character.
    private void startOfValue() {
        while (true) {
            byte first = next();
            if (first == '{') {
                at++;
                skipSpace();
                push(true);
                if (next() == '}') {
                    return;
                }
                name();
            } else if (first == '[') {
                at++;
                skipSpace();
                push(false);
                if (next() == ']') {
                    return;
                }
            } else {
                scalar(first);
                return;
            }
        }
    }

    /// After a value: closes what ends here. True at the end of the outermost value; else the next one starts here.
    private boolean endOfValues() {
        while (depth > 0) {
            skipSpace();
            boolean inObject = (objects[(depth - 1) >>> 6] & (1L << (depth - 1))) != 0;
            if (isNext(',')) {
                skipSpace();
                if (inObject) {
                    name();
                }
                return false;
            }
            expect(inObject ? '}' : ']');
            depth--;
        }
        return true;
    }

    private void push(boolean object) {
        int word = depth >>> 6;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, word * 2);
        }
        objects[word] = object ? objects[word] | (1L << depth) : objects[word] & ~(1L << depth);
        depth++;
    }

    private void name() {
        string();
        skipSpace();
        expect(':');
        skipSpace();
    }

    private void scalar(byte first) {
        switch (first) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    private void string() {
        expect('"');
        while (true) {
            byte b = next();
            at++;
            if (b == '"') {
                return;
            }
            if (b == '\\') {
                escape();
            } else if (b >= 0 && b < 0x20) {
                throw notJson();
            }
        }
    }

    private void escape() {
        byte b = next();
        at++;
        if (b == 'u') {
            for (int i = 0; i < 4; i++) {
                if (Character.digit(next(), 16) < 0) {
                    throw notJson();
                }
                at++;
            }
        } else if ("\"\\/bfnrt".indexOf(b) < 0) {
            throw notJson();
        }
    }

    private void number() {
        isNext('-');
        if (!isNext('0')) {
            digits();
        }
        if (isNext('.')) {
            digits();
        }
        if (isNext('e') || isNext('E')) {
            if (!isNext('+')) {
                isNext('-');
            }
            digits();
        }
    }

    private void digits() {
        int start = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw notJson();
        }
    }

    private void skipSpace() {
        at = skipSpace(bytes, at);
    }

    private byte next() {
        if (at == bytes.length) {
            throw notJson();
        }
        return bytes[at];
    }

    /// Passes over `c` if it comes next.
    private boolean isNext(char c) {
        if (at < bytes.length && bytes[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!isNext(c)) {
            throw notJson();
        }
    }

    private RefusedException notJson() {
        return RefusedException.of(
                ErrorCode.INVALID_JSON,
                "the array is not JSON at byte %d; nothing of it was taken. Send records as application/x-ndjson to"
                                .formatted(at)
                        + " have each line judged alone");
    }
}
