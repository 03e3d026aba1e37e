package io.ttdust.adapters.jsonschema.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes a value so that two texts are equal exactly when the values are: members sorted, escapes decoded,
/// numbers by their digits and exponent, whatever their spelling and length.
public final class EqualityText {

    private final byte[] bytes;
    private final int end;
    private final StringScan strings = new StringScan();
    private final NumberScan numbers = new NumberScan();
    private int at;

    private EqualityText(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /// The text of the sound value that begins at `at` and ends before `end`.
    public static String of(byte[] bytes, int at, int end) {
        StringBuilder out = new StringBuilder();
        new EqualityText(bytes, at, end).value(out);
        return out.toString();
    }

    /// The texts of the items of the sound array that begins at `at` and ends before `end`.
    public static List<String> items(byte[] bytes, int at, int end) {
        EqualityText reader = new EqualityText(bytes, at + 1, end);
        List<String> items = new ArrayList<>();
        while (reader.next() != ']') {
            StringBuilder item = new StringBuilder();
            reader.value(item);
            items.add(item.toString());
            if (reader.next() == ',') {
                reader.at++;
            }
        }
        return items;
    }

    private void value(StringBuilder out) {
        switch (bytes[at]) {
            case '{' -> object(out);
            case '[' -> array(out);
            case '"' -> out.append('"').append(string().replace("\"", "\"\"")).append('"');
            case 't' -> literal("true", out);
            case 'f' -> literal("false", out);
            case 'n' -> literal("null", out);
            default -> number(out);
        }
    }

    private void literal(String word, StringBuilder out) {
        out.append(word);
        at += word.length();
    }

    private void object(StringBuilder out) {
        Map<String, String> members = new TreeMap<>();
        at++;
        while (next() != '}') {
            String name = string();
            next(); // the colon
            at++;
            next();
            StringBuilder member = new StringBuilder();
            value(member);
            members.put(name, member.toString());
            if (next() == ',') {
                at++;
            }
        }
        at++;
        out.append('{');
        members.forEach((name, member) ->
                out.append('"').append(name.replace("\"", "\"\"")).append("\":").append(member));
        out.append('}');
    }

    private void array(StringBuilder out) {
        at++;
        out.append('[');
        while (next() != ']') {
            value(out);
            out.append(',');
            if (next() == ',') {
                at++;
            }
        }
        at++;
        out.append(']');
    }

    private String string() {
        int from = at + 1;
        int closing = strings.closing(bytes, from, end);
        at = closing + 1;
        return strings.text(bytes, from, closing);
    }

    private void number(StringBuilder out) {
        at = numbers.read(bytes, at, end);
        numbers.writeTo(out);
    }

    /// The next byte that is no white space, where [#at] then is.
    private byte next() {
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t') {
            at++;
        }
        return bytes[at];
    }
}
