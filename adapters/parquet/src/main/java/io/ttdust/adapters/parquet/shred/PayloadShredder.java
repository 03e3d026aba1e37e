package io.ttdust.adapters.parquet.shred;

import io.ttdust.adapters.parquet.layout.Layout;
import io.ttdust.adapters.parquet.layout.NameTable;
import io.ttdust.adapters.parquet.layout.TypedNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// Takes payloads apart into the columns of a [Layout]. Used by one thread.
///
/// A value that its column cannot hold is null there and its pointer is added to the untyped ones; a payload
/// that is no JSON object leaves all columns null and the empty pointer. Of members with the same name the last
/// counts.
public final class PayloadShredder {

    /// Powers of ten that a double holds exactly.
    private static final double[] TENS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long EXACT_MAX = 1L << 53;

    /// An integer spelled with more characters is not looked at any closer.
    private static final int INTEGER_CHARS_MAX = 1000;

    private final Layout layout;
    private final TypedRows rows;
    private final JsonScanner json = new JsonScanner();

    public PayloadShredder(Layout layout, TypedRows rows) {
        this.layout = layout;
        this.rows = rows;
    }

    /// Adds a row for the payload `[start, end)` of `bytes`.
    public void add(byte[] bytes, int start, int end) {
        json.start(bytes, start, end);
        rows.begin();
        try {
            json.expect('{');
            members(layout.root());
            if (!json.atEnd()) {
                throw new MalformedJsonException();
            }
        } catch (MalformedJsonException _) {
            rows.voidRow();
        }
        rows.end();
    }

    /// Reads an object whose brace has been read.
    private void members(TypedNode.Group group) throws MalformedJsonException {
        if (json.peek() == '}') {
            json.at++;
            return;
        }
        NameTable names = group.members();
        int expected = 0;
        do {
            json.expect('"');
            int index = name(names, expected);
            json.expect(':');
            if (index < 0) {
                json.skip();
            } else {
                expected = index + 1;
                value(names.node(index));
            }
        } while (json.another('}'));
    }

    /// Reads a name whose quote has been read, and its closing quote.
    private int name(NameTable names, int expected) throws MalformedJsonException {
        if (expected < names.size()) {
            int length = names.guess(expected, json.bytes, json.at, json.end);
            if (length >= 0) {
                json.at += length + 1;
                return expected;
            }
        }
        json.string();
        if (!json.escaped) {
            return names.find(json.bytes, json.stringStart, json.stringEnd);
        }
        int from = rows.reserve(json.stringEnd - json.stringStart);
        int to = Text.unescape(json.bytes, json.stringStart, json.stringEnd, rows.scratch(), from);
        int index = to < 0 ? -1 : names.find(rows.scratch(), from, to);
        rows.shrinkScratch(from);
        return index;
    }

    private void value(TypedNode node) throws MalformedJsonException {
        int first = json.peek();
        switch (node) {
            case TypedNode.Group group -> {
                if (first == '{') {
                    json.at++;
                    rows.beginGroup(group, group.level());
                    members(group);
                    return;
                }
                rows.beginGroup(group, group.level() - 1);
            }
            case TypedNode.Leaf leaf -> {
                if (first != 'n' && set(leaf, first)) {
                    return;
                }
                rows.setNull(leaf);
                if (first == 'n') {
                    json.word("null");
                    return;
                }
                rows.addUntyped(leaf.pointer());
                return;
            }
        }
        if (first == 'n') {
            json.word("null");
        } else {
            json.skip();
            rows.addUntyped(node.pointer());
        }
    }

    /// Reads a value that is not null.
    ///
    /// @return whether the column could take it
    private boolean set(TypedNode.Leaf leaf, int first) throws MalformedJsonException {
        boolean number = first == '-' || (first >= '0' && first <= '9');
        switch (leaf.kind()) {
            case LONG -> {
                if (number) {
                    json.number();
                    return setLong(leaf);
                }
            }
            case DOUBLE -> {
                if (number) {
                    json.number();
                    return setDouble(leaf);
                }
            }
            case BOOLEAN -> {
                if (first == 't' || first == 'f') {
                    json.word(first == 't' ? "true" : "false");
                    rows.set(leaf, first == 't' ? 1 : 0);
                    return true;
                }
            }
            case STRING, TIMESTAMP, DATE, UUID -> {
                if (first == '"') {
                    json.at++;
                    json.string();
                    return setText(leaf);
                }
            }
        }
        json.skip();
        return false;
    }

    private boolean setLong(TypedNode.Leaf leaf) {
        if (json.whole && json.digits <= 18) {
            rows.set(leaf, json.negative ? -json.mantissa : json.mantissa);
            return true;
        }
        if (json.digits == 0) {
            rows.set(leaf, 0);
            return true;
        }
        int length = json.at - json.numberStart;
        // Anything of more digits before the point is beyond 64 bits; and the exponent bounds the work below.
        if (length > INTEGER_CHARS_MAX || json.digits + json.exponent > 19 || json.exponent < -INTEGER_CHARS_MAX) {
            return false;
        }
        BigDecimal exact = new BigDecimal(numberText()).stripTrailingZeros();
        if (exact.scale() > 0 || exact.toBigInteger().bitLength() > 63) {
            return false;
        }
        rows.set(leaf, exact.longValue());
        return true;
    }

    private boolean setDouble(TypedNode.Leaf leaf) {
        double value;
        if (json.digits <= 18 && json.mantissa <= EXACT_MAX && json.exponent >= -22 && json.exponent <= 22) {
            // Both are exact, so the one rounding of the operation is the right one.
            value = json.exponent < 0 ? json.mantissa / TENS[-json.exponent] : json.mantissa * TENS[json.exponent];
            value = json.negative ? -value : value;
        } else {
            value = Double.parseDouble(numberText());
            if (Double.isInfinite(value)) {
                return false;
            }
        }
        rows.set(leaf, Double.doubleToRawLongBits(value));
        return true;
    }

    private String numberText() {
        return new String(json.bytes, json.numberStart, json.at - json.numberStart, StandardCharsets.ISO_8859_1);
    }

    private boolean setText(TypedNode.Leaf leaf) {
        if (json.beyondAscii && !Text.isUtf8(json.bytes, json.stringStart, json.stringEnd)) {
            return false;
        }
        if (!json.escaped) {
            return setText(leaf, json.bytes, json.stringStart, json.stringEnd, json.stringStart);
        }
        int from = rows.reserve(json.stringEnd - json.stringStart);
        int to = Text.unescape(json.bytes, json.stringStart, json.stringEnd, rows.scratch(), from);
        if (to < 0) {
            rows.shrinkScratch(from);
            return false;
        }
        rows.shrinkScratch(to);
        return setText(leaf, rows.scratch(), from, to, -1 - from);
    }

    /// @param place of the text as [TypedRows] spells it
    private boolean setText(TypedNode.Leaf leaf, byte[] bytes, int start, int end, int place) {
        long value = switch (leaf.kind()) {
            case STRING -> TypedRows.place(place, end - start);
            case TIMESTAMP -> Text.micros(bytes, start, end);
            case DATE -> Text.days(bytes, start, end);
            case UUID -> uuid(bytes, start, end);
            case LONG, DOUBLE, BOOLEAN -> Text.NONE;
        };
        if (value == Text.NONE) {
            return false;
        }
        rows.set(leaf, value);
        return true;
    }

    private long uuid(byte[] bytes, int start, int end) {
        int at = rows.reserve(16);
        // The text may lie in the scratch array, of which there may be a new one now; the old one still holds it.
        if (Text.uuid(bytes, start, end, rows.scratch(), at)) {
            return TypedRows.placeInScratch(at, 16);
        }
        rows.shrinkScratch(at);
        return Text.NONE;
    }
}
