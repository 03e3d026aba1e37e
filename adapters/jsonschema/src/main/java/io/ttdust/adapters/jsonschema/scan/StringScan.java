package io.ttdust.adapters.jsonschema.scan;

import java.nio.charset.StandardCharsets;

/// Finds where a string ends and checks every byte of it. Used by one thread, for one string after the other.
///
/// Plain ASCII, which is nearly everything, goes eight bytes at a time.
public final class StringScan {

    private boolean escaped;
    private boolean ascii;
    private int codePoints;
    private long hash;

    /// Whether the last string holds an escape.
    public boolean isEscaped() {
        return escaped;
    }

    /// Characters of the last string.
    public int codePoints() {
        return codePoints;
    }

    /// Whether the last string is written in ASCII without escapes, so that each byte is a character.
    public boolean isPlain() {
        return ascii && !escaped;
    }

    /// The place of the quote that closes the string whose first byte after the opening one is at `from`; -1 if it
    /// is not a string that ends before `end`.
    public int closing(byte[] bytes, int from, int end) {
        int i = plainUntil(bytes, from, end);
        if (i < end && bytes[i] == '"') {
            escaped = false;
            ascii = true;
            codePoints = i - from;
            return i;
        }
        return closingOfRest(bytes, from, i, end);
    }

    /// As [#closing], for the name of a member; [#hash] then is that of what it stands for, unless it has escapes.
    public int closingOfName(byte[] bytes, int from, int end) {
        int i = from;
        int last = bytes.length - Long.BYTES;
        long mixed = NameHash.begun();
        while (i <= last) {
            long word = Words.at(bytes, i);
            long special = Words.special(word);
            if (special == 0) {
                mixed = NameHash.mixed(mixed, word);
                i += Long.BYTES;
                continue;
            }
            int plain = Words.first(special);
            int stop = i + plain;
            if (stop < end && bytes[stop] == '"') {
                escaped = false;
                ascii = true;
                codePoints = stop - from;
                hash = NameHash.ended(mixed, word & Words.below(plain), codePoints);
                return stop;
            }
            break;
        }
        int closing = closing(bytes, from, end);
        if (closing >= 0 && !escaped) {
            hash = NameHash.of(bytes, from, closing - from);
        }
        return closing;
    }

    /// The hash of the name read last.
    public long hash() {
        return hash;
    }

    /// The first byte from `from` on that is a quote, a backslash, a control character or not ASCII; `end` or a place
    /// behind it when there is none before.
    public static int plainUntil(byte[] bytes, int from, int end) {
        int i = from;
        int last = bytes.length - Long.BYTES;
        while (i <= last) { // what lies beyond the end does no harm: callers look where this stops
            long special = Words.special(Words.at(bytes, i));
            if (special != 0) {
                return i + Words.first(special);
            }
            i += Long.BYTES;
            if (i >= end) {
                return i;
            }
        }
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private int closingOfRest(byte[] bytes, int from, int special, int end) {
        escaped = false;
        ascii = true;
        int i = special;
        int count = special - from;
        while (i < end) {
            byte b = bytes[i];
            if (b == '"') {
                codePoints = count;
                return i;
            }
            int next;
            if (b == '\\') {
                escaped = true;
                next = Escapes.after(bytes, i, end);
            } else if (b < 0) {
                ascii = false;
                next = Utf8.after(bytes, i, end);
            } else {
                return -1; // a control character
            }
            if (next < 0) {
                return -1;
            }
            count++;
            i = next;
            if (i < end && bytes[i] >= 0) { // one character beyond ASCII mostly follows another
                int plain = plainUntil(bytes, i, end);
                count += plain - i;
                i = plain;
            }
        }
        return -1;
    }

    /// The text of the last string, which lies in `bytes[from .. to)`.
    public String text(byte[] bytes, int from, int to) {
        if (!escaped) {
            return new String(bytes, from, to - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }
        return decoded(bytes, from, to);
    }

    /// The text of any sound string in `bytes[from .. to)`.
    public static String decoded(byte[] bytes, int from, int to) {
        byte[] out = new byte[to - from];
        int length = Escapes.decode(bytes, from, to, out, 0);
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
