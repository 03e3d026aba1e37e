package io.ttdust.adapters.rest.json;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes one JSON document into one growing buffer, as UTF-8. Not safe for use by several threads.
///
/// Answers hold up to 10 000 results or many megabytes of payloads that must come back byte for byte; so there is
/// no tree, no object per value, and [#raw] copies payloads as they are. The caller nests properly; commas are put
/// here.
public final class JsonWriter {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int NUMBER_LENGTH_MAX = 20;

    private byte[] bytes;
    private int used;
    private boolean needsComma;

    /// A writer with room for `bytes` bytes; it grows when they turn out more.
    public JsonWriter(int bytes) {
        this.bytes = new byte[Math.max(64, bytes)];
    }

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /// The name of the member whose value follows.
    ///
    /// @param name plain ASCII that needs no escapes; names that callers make up go through [#anyName]
    public JsonWriter name(String name) {
        int length = name.length();
        ensureRoom(length + 4);
        comma();
        bytes[used++] = '"';
        for (int i = 0; i < length; i++) {
            bytes[used++] = (byte) name.charAt(i);
        }
        bytes[used++] = '"';
        bytes[used++] = ':';
        needsComma = false;
        return this;
    }

    /// The name, of whatever characters, of the member whose value follows.
    public JsonWriter anyName(String name) {
        string(name);
        ensureRoom(1);
        bytes[used++] = ':';
        needsComma = false;
        return this;
    }

    public JsonWriter string(String text) {
        int length = text.length();
        // Six bytes for each character is the longest escape.
        ensureRoom(Math.addExact(Math.multiplyExact(length, 6), 3));
        comma();
        bytes[used++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                bytes[used++] = (byte) c;
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                supplementary(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                special(c);
            }
        }
        bytes[used++] = '"';
        needsComma = true;
        return this;
    }

    /// The string, or null.
    public JsonWriter stringOrNull(@Nullable String text) {
        return text == null ? literal("null") : string(text);
    }

    /// An object of strings.
    public JsonWriter strings(Map<String, String> pairs) {
        beginObject();
        pairs.forEach((name, value) -> anyName(name).string(value));
        return endObject();
    }

    public JsonWriter number(long value) {
        ensureRoom(NUMBER_LENGTH_MAX + 1);
        comma();
        if (value < 0) {
            return literalHere(Long.toString(value));
        }
        int end = used + digits(value);
        used = end;
        long rest = value;
        do {
            bytes[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        needsComma = true;
        return this;
    }

    public JsonWriter bool(boolean value) {
        return literal(value ? "true" : "false");
    }

    /// A string of `prefix` and the canonical spelling of `uuid`.
    ///
    /// @param prefix plain ASCII that needs no escapes
    public JsonWriter id(String prefix, UUID uuid) {
        ensureRoom(prefix.length() + 39);
        comma();
        bytes[used++] = '"';
        for (int i = 0; i < prefix.length(); i++) {
            bytes[used++] = (byte) prefix.charAt(i);
        }
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        hex(high >>> 32, 8);
        bytes[used++] = '-';
        hex(high >>> 16, 4);
        bytes[used++] = '-';
        hex(high, 4);
        bytes[used++] = '-';
        hex(low >>> 48, 4);
        bytes[used++] = '-';
        hex(low, 12);
        bytes[used++] = '"';
        needsComma = true;
        return this;
    }

    /// A value that already is JSON text, copied as it is. The position of `json` is left alone.
    public JsonWriter raw(ByteBuffer json) {
        int length = json.remaining();
        ensureRoom(length + 1);
        comma();
        json.get(json.position(), bytes, used, length);
        used += length;
        needsComma = true;
        return this;
    }

    /// The document.
    public byte[] toByteArray() {
        return used == bytes.length ? bytes : Arrays.copyOf(bytes, used);
    }

    private JsonWriter begin(char bracket) {
        ensureRoom(2);
        comma();
        bytes[used++] = (byte) bracket;
        needsComma = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        ensureRoom(1);
        bytes[used++] = (byte) bracket;
        needsComma = true;
        return this;
    }

    private JsonWriter literal(String ascii) {
        ensureRoom(ascii.length() + 1);
        comma();
        return literalHere(ascii);
    }

    private JsonWriter literalHere(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[used++] = (byte) ascii.charAt(i);
        }
        needsComma = true;
        return this;
    }

    private void comma() {
        if (needsComma) {
            bytes[used++] = ',';
        }
    }

    /// Quotes, controls, what takes two or three bytes, and lone surrogates, which only an escape can spell.
    private void special(char c) {
        if (c == '"' || c == '\\') {
            bytes[used++] = '\\';
            bytes[used++] = (byte) c;
        } else if (c < 0x20 || Character.isSurrogate(c)) {
            bytes[used++] = '\\';
            bytes[used++] = 'u';
            hex(c, 4);
        } else if (c < 0x800) {
            bytes[used++] = (byte) (0xC0 | (c >> 6));
            bytes[used++] = (byte) (0x80 | (c & 0x3F));
        } else {
            bytes[used++] = (byte) (0xE0 | (c >> 12));
            bytes[used++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[used++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    private void supplementary(int codePoint) {
        bytes[used++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[used++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[used++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[used++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void hex(long value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            bytes[used++] = HEX[(int) (value >>> shift) & 0xF];
        }
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void ensureRoom(int more) {
        int wanted = Math.addExact(used, more);
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(wanted, bytes.length * 2L)));
        }
    }
}
