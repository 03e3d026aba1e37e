package io.ttdust.adapters.jsonschema.scan;

/// UTF-8 by the table of RFC 3629 section 4: no overlong form, no surrogate, nothing beyond U+10FFFF.
public final class Utf8 {

    private Utf8() {}

    /// How many bytes follow `lead` in its character, 1 to 3; 0 if no character beyond ASCII begins with it.
    public static int continuations(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 1;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            return 2;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    }

    /// Whether `second` may follow `lead`, which begins a character.
    public static boolean isSecond(int lead, int second) {
        return switch (lead) {
            case 0xe0 -> second >= 0xa0 && second <= 0xbf;
            case 0xed -> second >= 0x80 && second <= 0x9f;
            case 0xf0 -> second >= 0x90 && second <= 0xbf;
            case 0xf4 -> second >= 0x80 && second <= 0x8f;
            default -> isContinuation(second);
        };
    }

    /// Whether `next` may be the third or fourth byte of a character.
    public static boolean isContinuation(int next) {
        return (next & 0xc0) == 0x80;
    }

    /// The end of the character of two to four bytes that begins at `at` with a byte beyond ASCII; -1 if none does.
    static int after(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int more = continuations(lead);
        if (more == 0 || at + more >= end || !isSecond(lead, bytes[at + 1] & 0xff)) {
            return -1;
        }
        for (int i = 2; i <= more; i++) {
            if (!isContinuation(bytes[at + i])) {
                return -1;
            }
        }
        return at + more + 1;
    }

    /// Writes `codePoint`, which is no surrogate, to `out` from `at` on; gives the end.
    static int write(int codePoint, byte[] out, int at) {
        if (codePoint < 0x80) {
            out[at] = (byte) codePoint;
            return at + 1;
        }
        if (codePoint < 0x800) {
            out[at] = (byte) (0xc0 | (codePoint >> 6));
            out[at + 1] = (byte) (0x80 | (codePoint & 0x3f));
            return at + 2;
        }
        if (codePoint < 0x10000) {
            out[at] = (byte) (0xe0 | (codePoint >> 12));
            out[at + 1] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
            out[at + 2] = (byte) (0x80 | (codePoint & 0x3f));
            return at + 3;
        }
        out[at] = (byte) (0xf0 | (codePoint >> 18));
        out[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
        out[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        out[at + 3] = (byte) (0x80 | (codePoint & 0x3f));
        return at + 4;
    }
}
