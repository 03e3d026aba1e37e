package io.ttdust.adapters.jsonschema.scan;

/// UTF-8 by the table of RFC 3629 section 4: no overlong form, no surrogate, nothing beyond U+10FFFF.
final class Utf8 {

    private Utf8() {}

    /// The end of the character of two to four bytes that begins at `at` with a byte beyond ASCII; -1 if none does.
    static int after(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int more;
        int low = 0x80;
        int high = 0xbf;
        if (lead >= 0xc2 && lead <= 0xdf) {
            more = 1;
        } else if (lead >= 0xe0 && lead <= 0xef) {
            more = 2;
            low = lead == 0xe0 ? 0xa0 : low;
            high = lead == 0xed ? 0x9f : high;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            more = 3;
            low = lead == 0xf0 ? 0x90 : low;
            high = lead == 0xf4 ? 0x8f : high;
        } else {
            return -1;
        }
        if (at + more >= end) {
            return -1;
        }
        int second = bytes[at + 1] & 0xff;
        if (second < low || second > high) {
            return -1;
        }
        for (int i = 2; i <= more; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
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
