package io.ttdust.adapters.jsonschema.program;

import io.ttdust.adapters.jsonschema.format.TextFormat;
import io.ttdust.adapters.jsonschema.json.StrictJson;
import io.ttdust.adapters.jsonschema.library.LibrarySchema;
import io.ttdust.adapters.jsonschema.library.LinearPattern;
import io.ttdust.adapters.jsonschema.rules.InPlace;
import io.ttdust.adapters.jsonschema.rules.Node;
import io.ttdust.adapters.jsonschema.rules.NumberRules;
import io.ttdust.adapters.jsonschema.rules.TextRules;
import io.ttdust.adapters.jsonschema.rules.ValueSet;
import io.ttdust.adapters.jsonschema.scan.EqualityText;
import io.ttdust.adapters.jsonschema.scan.MemberNames;
import io.ttdust.adapters.jsonschema.scan.NumberScan;
import io.ttdust.adapters.jsonschema.scan.StringScan;

/// One walk over a payload's bytes, along the nodes of a program; keeps what it needs between payloads. For one
/// thread at a time.
///
/// The first reading checks the JSON and the schema together; what a schema reads again is known to be sound JSON.
/// Methods that read give the end of what they read, or -1 after [#fail].
final class Pass {

    private static final byte[] NOTHING = {};

    final StringScan strings = new StringScan();
    final NumberScan numbers = new NumberScan();
    final MemberNames names = new MemberNames();
    final Budget budget = new Budget();
    private final Members members = new Members(this);
    private final Items items = new Items(this);
    private final Alternatives alternatives = new Alternatives(this);

    byte[] bytes = NOTHING;
    int end;
    private int depth;

    /// How many readings of bytes read before are under way; duplicate names were found when they were read first.
    private int again;

    private String keyword = "";
    private int place;

    /// Judges the document in `text[offset .. offset + length)`.
    ///
    /// @param object whether it must be an object
    /// @return whether it is sound JSON that fits; if not, see [#keyword] and [#place]
    boolean fits(Node root, byte[] text, int offset, int length, boolean object) {
        bytes = text;
        end = offset + length;
        depth = 0;
        again = 0;
        members.start();
        names.start();
        budget.start(length);
        int at = afterSpace(offset);
        if (at >= end || (object && bytes[at] != '{')) {
            fail("json", Math.min(at, end));
            return false;
        }
        int after = value(root, at);
        if (after < 0) {
            return false;
        }
        after = afterSpace(after);
        if (after != end) {
            fail("json", after);
        }
        return after == end;
    }

    /// Lets the payload go, and what only an unusual one needed.
    void end() {
        bytes = NOTHING;
        members.start();
        names.start();
        numbers.forget();
        budget.end();
    }

    /// The keyword that was broken, `json` for what is no JSON, `duplicate` and `depth` as there.
    String keyword() {
        return budget.isExhausted() ? LibrarySchema.BUDGET : keyword;
    }

    /// Where the value begins that broke it.
    int place() {
        return place;
    }

    int fail(String broken, int at) {
        keyword = broken;
        place = at;
        return -1;
    }

    /// The first byte from `at` on that is no white space, or the end.
    int afterSpace(int at) {
        int i = at;
        while (i < end) {
            byte b = bytes[i];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return i;
            }
            i++;
        }
        return i;
    }

    boolean isFirstReading() {
        return again == 0;
    }

    /// Judges the value that begins at `at`, which is before the end.
    int value(Node node, int at) {
        if (again > 0 && budget.keepsVerdicts()) {
            return knownOrRead(node, at);
        }
        return read(node, at);
    }

    private int knownOrRead(Node node, int at) {
        boolean costly = bytes[at] == '{' || bytes[at] == '[' || node.inPlace != null;
        if (!costly) {
            return read(node, at);
        }
        int known = budget.known(node, at);
        if (known != 0) {
            return known;
        }
        int after = read(node, at);
        budget.keep(node, at, after);
        return after;
    }

    private int read(Node node, int at) {
        byte first = bytes[at];
        int after = first == '"' ? string(node, at) : readOther(node, at, first);
        InPlace inPlace = node.inPlace;
        return inPlace == null || after < 0 ? after : alternatives.judge(inPlace, at, after);
    }

    private int readOther(Node node, int at, byte first) {
        return switch (first) {
            case '{' -> members.read(node, at);
            case '[' -> items.read(node, at);
            case 't' -> literal(node, at, "true", Node.BOOLEAN, ValueSet.TRUE);
            case 'f' -> literal(node, at, "false", Node.BOOLEAN, ValueSet.FALSE);
            case 'n' -> literal(node, at, "null", Node.NULL, Node.NULL);
            default -> number(node, at);
        };
    }

    private int literal(Node node, int at, String word, int type, int literal) {
        int length = word.length();
        if (end - at < length) {
            return fail("json", at);
        }
        for (int i = 1; i < length; i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return fail("json", at);
            }
        }
        if ((node.types & type) == 0) {
            return fail(node.typeKeyword, at);
        }
        for (ValueSet values : node.values) {
            if ((values.literals & literal) == 0) {
                return fail(values.keyword, at);
            }
        }
        return at + length;
    }

    private int number(Node node, int at) {
        int after = numbers.read(bytes, at, end);
        if (after < 0) {
            return fail("json", at);
        }
        if ((node.types & Node.FRACTION) == 0 && ((node.types & Node.INTEGER) == 0 || !numbers.isInteger())) {
            return fail(node.typeKeyword, at);
        }
        NumberRules rules = node.numbers;
        if (rules != null) {
            if (!budget.pay(rules.work(numbers))) {
                return -1;
            }
            String broken = rules.broken(numbers);
            if (broken != null) {
                return fail(broken, at);
            }
        }
        for (ValueSet values : node.values) {
            if (!values.has(numbers)) {
                return fail(values.keyword, at);
            }
        }
        return after;
    }

    private int string(Node node, int at) {
        if ((node.types & Node.STRING) == 0) {
            return fail(node.typeKeyword, at);
        }
        if (node.asksOfTexts) {
            return askedString(node, at);
        }
        int closing = strings.closing(bytes, at + 1, end);
        return closing < 0 ? fail("json", at) : closing + 1;
    }

    private int askedString(Node node, int at) {
        ValueSet[] values = node.values;
        TextRules rules = node.text;
        if (values.length == 1 && rules == null) {
            int after = values[0].afterText(bytes, at + 1, end);
            if (after >= 0) {
                return after;
            }
        }
        int closing = strings.closing(bytes, at + 1, end);
        if (closing < 0) {
            return fail("json", at);
        }
        if (rules != null && !fits(rules, at, closing)) {
            return -1;
        }
        return values.length == 0 || isTextAmong(values, at, closing) ? closing + 1 : -1;
    }

    private boolean fits(TextRules rules, int at, int closing) {
        int length = strings.codePoints();
        if (length < rules.lengthMin()) {
            fail("minLength", at);
            return false;
        }
        if (length > rules.lengthMax()) {
            fail("maxLength", at);
            return false;
        }
        TextFormat format = rules.format();
        if (format != null && !(strings.isPlain() && format.surelyHolds(bytes, at + 1, closing))) {
            String text = strings.text(bytes, at + 1, closing);
            if (!budget.pay(text.length()) || !format.holds(text)) {
                fail("format", at);
                return false;
            }
        }
        LinearPattern pattern = rules.pattern();
        if (pattern != null && !matches(pattern, strings.text(bytes, at + 1, closing))) {
            fail("pattern", at);
            return false;
        }
        return true;
    }

    /// Whether `text` matches, which is paid for.
    boolean matches(LinearPattern pattern, String text) {
        return budget.pay(pattern.work(text.length())) && pattern.find(text);
    }

    private boolean isTextAmong(ValueSet[] values, int at, int closing) {
        int from = at + 1;
        byte[] text = bytes;
        int length = closing - from;
        if (strings.isEscaped()) {
            from = names.decode(bytes, from, closing);
            text = names.decoded();
            length = names.decodedEnd() - from;
        }
        for (ValueSet set : values) {
            if (set.texts.find(text, from, length) < 0) {
                fail(set.keyword, at);
                return false;
            }
        }
        return true;
    }

    /// Whether the object or array in `bytes[at .. after)` is one of each of the sets.
    boolean isAmong(ValueSet[] values, int at, int after) {
        for (ValueSet set : values) {
            boolean among = !set.containers.isEmpty()
                    && budget.pay((long) Items.COMPARE_COST * (after - at))
                    && set.containers.contains(EqualityText.of(bytes, at, after));
            if (!among) {
                fail(set.keyword, at);
                return false;
            }
        }
        return true;
    }

    /// Goes into an object or array at `at`; whether it is not too deep.
    boolean enter(int at) {
        if (++depth > StrictJson.DEPTH_MAX) {
            fail("depth", at);
            return false;
        }
        return true;
    }

    void leave() {
        depth--;
    }

    /// Whether the value read before, in `bytes[at .. after)`, also fits `node`; not if the budget does not
    /// allow it.
    boolean alsoFits(Node node, int at, int after) {
        if (node == Node.ANY) {
            return true;
        }
        if (!budget.pay((long) after - at + Alternatives.COST)) {
            return false;
        }
        if (!budget.enter()) {
            return false;
        }
        int depthBefore = depth;
        again++;
        boolean fits = value(node, at) >= 0;
        again--;
        depth = depthBefore;
        budget.leave();
        return fits;
    }
}
