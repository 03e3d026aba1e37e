package io.ttdust.adapters.jsonschema.json;

import io.ttdust.adapters.jsonschema.scan.StringScan;
import io.ttdust.adapters.jsonschema.scan.Utf8;
import java.nio.charset.StandardCharsets;

/// The strings of one document.
///
/// Plain ASCII, which is nearly everything, is found eight bytes at a time and copied once. Anything else is
/// decoded by the table of RFC 3629, which leaves no room for overlong forms, surrogates or what lies beyond
/// U+10FFFF.
final class JsonText {

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final NameCache names;
    private int at;

    JsonText(byte[] bytes, int start, int end, NameCache names) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.names = names;
    }

    /// Where the string read last ends: one past its closing quote.
    int after() {
        return at;
    }

    /// The string whose opening quote is at `quote`.
    String string(int quote) throws JsonRefusedException {
        int from = quote + 1;
        at = plainUntil(from);
        if (at < end && bytes[at] == '"') {
            String string = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
            at++;
            return string;
        }
        return decoded(from);
    }

    /// As [#string], for the name of a member.
    String name(int quote) throws JsonRefusedException {
        int from = quote + 1;
        at = plainUntil(from);
        if (at < end && bytes[at] == '"') {
            String name = names.name(bytes, from, at);
            at++;
            return name;
        }
        return decoded(from);
    }

    private int plainUntil(int from) {
        return Math.min(end, StringScan.plainUntil(bytes, from, end));
    }

    private String decoded(int from) throws JsonRefusedException {
        StringBuilder out = new StringBuilder(Math.min(end - from, 2 * (at - from) + 32));
        int pending = from;
        while (true) {
            append(out, pending, at);
            if (at >= end) {
                throw refused("json", "the document ends inside a string", at);
            }
            int b = bytes[at] & 0xff;
            if (b == '"') {
                at++;
                return out.toString();
            }
            if (b == '\\') {
                escape(out);
            } else if (b < ' ') {
                throw refused("json", "byte 0x%02x must be escaped inside a string".formatted(b), at);
            } else {
                codePoint(out, b);
            }
            pending = at;
            at = plainUntil(at);
        }
    }

    private void append(StringBuilder out, int from, int to) {
        for (int i = from; i < to; i++) {
            out.append((char) bytes[i]);
        }
    }

    private void escape(StringBuilder out) throws JsonRefusedException {
        int backslash = at;
        if (at + 1 >= end) {
            throw refused("json", "the document ends inside an escape", at);
        }
        byte kind = bytes[at + 1];
        at += 2;
        switch (kind) {
            case '"', '\\', '/' -> out.append((char) kind);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> unicodeEscape(out, backslash);
            default -> throw refused("json", "this is not an escape JSON knows", backslash);
        }
    }

    private void unicodeEscape(StringBuilder out, int backslash) throws JsonRefusedException {
        char unit = hexUnit(backslash);
        if (!Character.isSurrogate(unit)) {
            out.append(unit);
            return;
        }
        boolean pairFollows = at + 1 < end && bytes[at] == '\\' && bytes[at + 1] == 'u';
        if (Character.isHighSurrogate(unit) && pairFollows) {
            at += 2;
            char low = hexUnit(backslash);
            if (Character.isLowSurrogate(low)) {
                out.append(unit).append(low);
                return;
            }
        }
        throw refused("surrogate", "half a surrogate pair is not a character", backslash);
    }

    private char hexUnit(int backslash) throws JsonRefusedException {
        if (end - at < 4) {
            throw refused("json", "the document ends inside an escape", backslash);
        }
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            byte b = bytes[at + i];
            int digit = b < 0 ? -1 : Character.digit((char) b, 16);
            if (digit < 0) {
                throw refused("json", "four hexadecimal digits must follow \\u", backslash);
            }
            unit = (unit << 4) | digit;
        }
        at += 4;
        return (char) unit;
    }

    /// Decodes the sequence that starts with `lead`, by the table of RFC 3629 section 4.
    private void codePoint(StringBuilder out, int lead) throws JsonRefusedException {
        int more = Utf8.continuations(lead);
        if (more == 0) {
            throw refused("utf8", "byte 0x%02x starts no UTF-8 character".formatted(lead), at);
        }
        int codePoint = lead & (0x3f >> more);
        for (int i = 1; i <= more; i++) {
            int next = at + i < end ? bytes[at + i] & 0xff : 0;
            if (i == 1 ? !Utf8.isSecond(lead, next) : !Utf8.isContinuation(next)) {
                throw refused("utf8", "the bytes are not UTF-8", at + i);
            }
            codePoint = (codePoint << 6) | (next & 0x3f);
        }
        out.appendCodePoint(codePoint);
        at += more + 1;
    }

    private JsonRefusedException refused(String keyword, String message, int where) {
        return new JsonRefusedException(keyword, message, where - start);
    }
}
