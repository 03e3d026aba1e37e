package io.ttdust.adapters.jsonschema.library;

import java.util.Map;

/// Translates an ECMA-262 regular expression (the dialect JSON Schema asks for, read with the `u` flag) into
/// RE2's, and counts how large it becomes before anything is compiled.
///
/// What only a backtracking engine can do (look-around, back-references) is refused, and so is what the two
/// dialects read differently and cannot be rewritten. Groups do not capture here: nobody asks for what they held.
final class EcmaPattern {

    static final int CHARS_MAX = 4_096;

    /// Instructions of the compiled program, roughly.
    static final int SIZE_MAX = 2_000;

    private static final int REPEAT_MAX = 1_000;
    private static final int GROUP_DEPTH_MAX = 50;

    private static final String SPACES =
            "\\t\\n\\x0b\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
    private static final String NOT_SPACES =
            "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"
                    + "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
    private static final String NOT_LINE_ENDS = "[^\\n\\r\\x{2028}\\x{2029}]";
    private static final String ALL = "[\\x00-\\x{10ffff}]";
    private static final String NONE = "[^\\x00-\\x{10ffff}]";

    private static final Map<String, String> CATEGORIES = Map.ofEntries(
            Map.entry("Letter", "L"),
            Map.entry("Cased_Letter", "LC"),
            Map.entry("Lowercase_Letter", "Ll"),
            Map.entry("Uppercase_Letter", "Lu"),
            Map.entry("Titlecase_Letter", "Lt"),
            Map.entry("Modifier_Letter", "Lm"),
            Map.entry("Other_Letter", "Lo"),
            Map.entry("Mark", "M"),
            Map.entry("Nonspacing_Mark", "Mn"),
            Map.entry("Spacing_Mark", "Mc"),
            Map.entry("Enclosing_Mark", "Me"),
            Map.entry("Number", "N"),
            Map.entry("Decimal_Number", "Nd"),
            Map.entry("digit", "Nd"),
            Map.entry("Letter_Number", "Nl"),
            Map.entry("Other_Number", "No"),
            Map.entry("Punctuation", "P"),
            Map.entry("punct", "P"),
            Map.entry("Connector_Punctuation", "Pc"),
            Map.entry("Dash_Punctuation", "Pd"),
            Map.entry("Open_Punctuation", "Ps"),
            Map.entry("Close_Punctuation", "Pe"),
            Map.entry("Initial_Punctuation", "Pi"),
            Map.entry("Final_Punctuation", "Pf"),
            Map.entry("Other_Punctuation", "Po"),
            Map.entry("Symbol", "S"),
            Map.entry("Math_Symbol", "Sm"),
            Map.entry("Currency_Symbol", "Sc"),
            Map.entry("Modifier_Symbol", "Sk"),
            Map.entry("Other_Symbol", "So"),
            Map.entry("Separator", "Z"),
            Map.entry("Space_Separator", "Zs"),
            Map.entry("Line_Separator", "Zl"),
            Map.entry("Paragraph_Separator", "Zp"),
            Map.entry("Control", "Cc"),
            Map.entry("Format", "Cf"));

    private final String pattern;
    private final StringBuilder out;
    private int at;
    private int groups;

    private EcmaPattern(String pattern) {
        this.pattern = pattern;
        this.out = new StringBuilder(pattern.length() + 16);
    }

    /// The same language in RE2's dialect.
    static String translated(String pattern) throws UnsupportedPatternException {
        if (pattern.length() > CHARS_MAX) {
            throw new UnsupportedPatternException("a pattern may have at most %s characters".formatted(CHARS_MAX));
        }
        EcmaPattern translation = new EcmaPattern(pattern);
        translation.alternatives();
        if (translation.at < pattern.length()) {
            throw new UnsupportedPatternException("unmatched ) at character " + translation.at);
        }
        return translation.out.toString();
    }

    /// Everything up to the end or an unmatched `)`; gives its size.
    private long alternatives() throws UnsupportedPatternException {
        long size = 1;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            if (pattern.charAt(at) == '|') {
                out.append('|');
                at++;
                size++;
            } else {
                size += term();
            }
            if (size > SIZE_MAX) {
                throw new UnsupportedPatternException(
                        "it becomes larger than %s steps when its repetitions are written out".formatted(SIZE_MAX));
            }
        }
        return size;
    }

    private long term() throws UnsupportedPatternException {
        char c = pattern.charAt(at);
        long size = switch (c) {
            case '(' -> group();
            case '[' -> {
                characterClass();
                yield 1;
            }
            case '\\' -> {
                escape(false);
                yield 1;
            }
            case '.' -> {
                out.append(NOT_LINE_ENDS);
                at++;
                yield 1;
            }
            case '*', '+', '?' -> throw refused("nothing to repeat");
            default -> {
                int codePoint = pattern.codePointAt(at);
                if (Character.isSurrogate(c) && codePoint == c) {
                    throw refused("half a surrogate pair");
                }
                if (c == '{' || c == '}' || c == ']') {
                    out.append('\\');
                }
                out.appendCodePoint(codePoint);
                at += Character.charCount(codePoint);
                yield 1;
            }
        };
        return quantified(size);
    }

    private long group() throws UnsupportedPatternException {
        if (++groups > GROUP_DEPTH_MAX) {
            throw refused("more than %s groups inside each other".formatted(GROUP_DEPTH_MAX));
        }
        at++;
        if (pattern.startsWith("?", at)) {
            if (pattern.startsWith("?=", at) || pattern.startsWith("?!", at)) {
                throw refused("look-ahead has no linear-time form; say it with allOf, not or another pattern");
            }
            if (pattern.startsWith("?<=", at) || pattern.startsWith("?<!", at)) {
                throw refused("look-behind has no linear-time form; say it with allOf, not or another pattern");
            }
            if (pattern.startsWith("?:", at)) {
                at += 2;
            } else if (pattern.startsWith("?<", at) && pattern.indexOf('>', at) > at + 2) {
                at = pattern.indexOf('>', at) + 1;
            } else {
                throw refused("this kind of group is not ECMA-262");
            }
        }
        out.append("(?:");
        long size = alternatives();
        if (at >= pattern.length()) {
            throw refused("a ( is not closed");
        }
        out.append(')');
        at++;
        groups--;
        return size;
    }

    private long quantified(long size) throws UnsupportedPatternException {
        if (at >= pattern.length()) {
            return size;
        }
        long repeated = size + 1;
        switch (pattern.charAt(at)) {
            case '*', '+', '?' -> out.append(pattern.charAt(at++));
            case '{' -> {
                int close = pattern.indexOf('}', at);
                String counts = close < 0 ? "" : pattern.substring(at + 1, close);
                if (!counts.matches("\\d{1,9}(,(\\d{1,9})?)?")) {
                    return size; // a brace that counts nothing stands for itself
                }
                repeated = size * repetitions(counts);
                out.append('{').append(counts).append('}');
                at = close + 1;
            }
            default -> {
                return size;
            }
        }
        if (at < pattern.length() && pattern.charAt(at) == '?') {
            out.append('?');
            at++;
        }
        if (at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
            throw refused("nothing to repeat");
        }
        return repeated;
    }

    private int repetitions(String counts) throws UnsupportedPatternException {
        String[] ends = counts.split(",", -1);
        int least = Integer.parseInt(ends[0]);
        int most = ends.length == 1 || ends[1].isEmpty() ? least + 1 : Integer.parseInt(ends[1]);
        if (least > REPEAT_MAX || most > REPEAT_MAX + 1) {
            throw refused("more than %s repetitions; use minLength and maxLength".formatted(REPEAT_MAX));
        }
        if (most < least) {
            throw refused("the counts of a repetition are in the wrong order");
        }
        return most + 1;
    }

    private void characterClass() throws UnsupportedPatternException {
        at++;
        boolean negated = pattern.startsWith("^", at);
        if (negated) {
            at++;
        }
        if (pattern.startsWith("]", at)) {
            at++;
            out.append(negated ? ALL : NONE);
            return;
        }
        out.append(negated ? "[^" : "[");
        while (true) {
            if (at >= pattern.length()) {
                throw refused("a [ is not closed");
            }
            char c = pattern.charAt(at);
            if (c == ']') {
                at++;
                out.append(']');
                return;
            }
            if (c == '\\') {
                escape(true);
            } else {
                if (c == '[' || c == '^' || c == '&' || c == '~') {
                    out.append('\\');
                }
                int codePoint = pattern.codePointAt(at);
                out.appendCodePoint(codePoint);
                at += Character.charCount(codePoint);
            }
        }
    }

    private void escape(boolean inClass) throws UnsupportedPatternException {
        if (at + 1 >= pattern.length()) {
            throw refused("a \\ ends the pattern");
        }
        char kind = pattern.charAt(at + 1);
        at += 2;
        switch (kind) {
            case 'd', 'D', 'w', 'W', 't', 'n', 'f', 'r' -> out.append('\\').append(kind);
            case 'v' -> out.append("\\x0b");
            case 's' -> out.append(inClass ? SPACES : "[" + SPACES + "]");
            case 'S' -> out.append(inClass ? NOT_SPACES : "[" + NOT_SPACES + "]");
            case 'b' -> out.append(inClass ? "\\x08" : "\\b");
            case 'B' -> {
                if (inClass) {
                    throw refused("\\B inside a class");
                }
                out.append("\\B");
            }
            case 'c' -> controlLetter();
            case '0' -> {
                if (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
                    throw refused("octal escapes are not ECMA-262");
                }
                out.append("\\x00");
            }
            case 'x' -> literal(hex(2));
            case 'u' -> unicodeEscape();
            case 'p', 'P' -> property(kind, inClass);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k' ->
                throw refused("back-references have no linear-time form");
            case '^', '$', '\\', '.', '*', '+', '?', '(', ')', '[', ']', '{', '}', '|', '/', '-' -> literal(kind);
            default -> {
                if (Character.isLetterOrDigit(kind) || Character.isSurrogate(kind)) {
                    throw refused("\\%c is not an escape of ECMA-262".formatted(kind));
                }
                literal(kind);
            }
        }
    }

    private void controlLetter() throws UnsupportedPatternException {
        char letter = at < pattern.length() ? pattern.charAt(at) : ' ';
        if ((letter < 'a' || letter > 'z') && (letter < 'A' || letter > 'Z')) {
            throw refused("a letter must follow \\c");
        }
        at++;
        literal(letter % 32);
    }

    private void unicodeEscape() throws UnsupportedPatternException {
        if (pattern.startsWith("{", at)) {
            int close = pattern.indexOf('}', at);
            String digits = close < 0 ? "" : pattern.substring(at + 1, close);
            if (!digits.matches("0*[0-9a-fA-F]{1,6}") || Integer.parseInt(digits, 16) > Character.MAX_CODE_POINT) {
                throw refused("\\u{...} needs the hexadecimal number of a character");
            }
            at = close + 1;
            literal(Integer.parseInt(digits, 16));
            return;
        }
        int unit = hex(4);
        if (Character.isHighSurrogate((char) unit) && pattern.startsWith("\\u", at)) {
            at += 2;
            int low = hex(4);
            if (Character.isLowSurrogate((char) low)) {
                literal(Character.toCodePoint((char) unit, (char) low));
                return;
            }
            unit = low;
        }
        literal(unit);
    }

    private int hex(int digits) throws UnsupportedPatternException {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < pattern.length() ? Character.digit(pattern.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw refused("%s hexadecimal digits are needed".formatted(digits));
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private void literal(int codePoint) throws UnsupportedPatternException {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw refused("half a surrogate pair");
        }
        out.append("\\x{").append(Integer.toHexString(codePoint)).append('}');
    }

    private void property(char kind, boolean inClass) throws UnsupportedPatternException {
        int close = pattern.startsWith("{", at) ? pattern.indexOf('}', at) : -1;
        if (close < 0) {
            throw refused("{ and a property's name must follow \\" + kind);
        }
        String name = pattern.substring(at + 1, close);
        at = close + 1;
        for (String prefix : new String[] {"General_Category=", "gc=", "Script=", "sc="}) {
            if (name.startsWith(prefix)) {
                name = name.substring(prefix.length());
            }
        }
        if (name.equals("ASCII")) {
            String range = kind == 'p' ? "\\x00-\\x7f" : "\\x{80}-\\x{10ffff}";
            out.append(inClass ? range : "[" + range + "]");
            return;
        }
        out.append('\\').append(kind).append('{');
        out.append(CATEGORIES.getOrDefault(name, name)).append('}');
    }

    private UnsupportedPatternException refused(String reason) {
        return new UnsupportedPatternException("%s, at character %s".formatted(reason, Math.min(at, pattern.length())));
    }
}
