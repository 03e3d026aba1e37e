package io.ttdust.adapters.jsonschema.format;

import io.ttdust.adapters.jsonschema.scan.NameTable;
import java.util.List;

/// Names of hosts, people and things in their usual spellings.
final class Addresses {

    private static final int HOST_MAX = 253;
    private static final int LABEL_MAX = 63;
    private static final int LOCAL_MAX = 64;
    private static final int PORT_DIGITS_MAX = 5;
    private static final int UUID_LENGTH = 36;

    /// The library knows all of them; these spare most addresses its answer.
    private static final NameTable COMMON_TOP_LEVELS = new NameTable(List.of(
            "com", "org", "net", "edu", "gov", "int", "info", "io", "dev", "app", "co", "me", "ai", "eu", "de", "fr",
            "uk", "us", "ca", "au", "jp", "cn", "in", "br", "it", "es", "nl", "ch", "at", "se", "no", "dk", "fi", "pl",
            "pt", "be"));

    private static final byte LETTER = 1;
    private static final byte DIGIT = 1 << 1;
    private static final byte HEX = 1 << 2;

    /// What the local part of an e-mail address is made of, beside dots.
    private static final byte LOCAL = 1 << 3;

    /// What stands for itself in a path, a query or a fragment, beside `?`, `#` and `%`.
    private static final byte PATH = 1 << 4;

    private static final byte[] KINDS = new byte[128];

    static {
        mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", LETTER | LOCAL | PATH);
        mark("0123456789", DIGIT | HEX | LOCAL | PATH);
        mark("abcdefABCDEF", HEX);
        mark("!#$%&'*+/=?^_`{|}~-", LOCAL);
        mark("-._~/=&+:,;@!$'()*", PATH);
    }

    private Addresses() {}

    private static void mark(String characters, int kinds) {
        for (int i = 0; i < characters.length(); i++) {
            KINDS[characters.charAt(i)] |= (byte) kinds;
        }
    }

    private static boolean is(byte b, int kinds) {
        return (KINDS[b & 0x7f] & kinds) != 0;
    }

    static boolean isUuid(byte[] bytes, int from, int to) {
        if (to - from != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? bytes[from + i] != '-' : !is(bytes[from + i], HEX)) {
                return false;
            }
        }
        return true;
    }

    static boolean isIpv4(byte[] bytes, int from, int to) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (i >= to || bytes[i] != '.') {
                    return false;
                }
                i++;
            }
            int first = i;
            int value = 0;
            while (i < to && i - first < 3 && is(bytes[i], DIGIT)) {
                value = value * 10 + (bytes[i++] - '0');
            }
            if (i == first || value > 255 || (bytes[first] == '0' && i - first > 1)) {
                return false;
            }
        }
        return i == to;
    }

    static boolean isHostName(byte[] bytes, int from, int to) {
        if (to - from > HOST_MAX) {
            return false;
        }
        int label = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == '.') {
                if (i == label || i - label > LABEL_MAX || bytes[label] == '-' || bytes[i - 1] == '-') {
                    return false;
                }
                label = i + 1;
            } else if (!is(bytes[i], LETTER | DIGIT) && bytes[i] != '-') {
                return false;
            }
        }
        return true;
    }

    static boolean isEmail(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (is(bytes[at], LOCAL) || (bytes[at] == '.' && at > from && bytes[at - 1] != '.'))) {
            at++;
        }
        boolean local = at > from && at - from <= LOCAL_MAX && at < to && bytes[at] == '@' && bytes[at - 1] != '.';
        if (!local || !isHostName(bytes, at + 1, to)) {
            return false;
        }
        int last = to;
        while (bytes[last - 1] != '.' && bytes[last - 1] != '@') {
            last--;
        }
        return bytes[last - 1] == '.' && COMMON_TOP_LEVELS.find(bytes, last, to - last) != NameTable.NONE;
    }

    static boolean isHttpUri(byte[] bytes, int from, int to) {
        int host = startOfHost(bytes, from, to);
        if (host < 0) {
            return false;
        }
        int i = host;
        while (i < to && (is(bytes[i], LETTER | DIGIT) || bytes[i] == '.' || bytes[i] == '-')) {
            i++;
        }
        if (!isHostName(bytes, host, i)) {
            return false;
        }
        if (i < to && bytes[i] == ':') {
            int port = ++i;
            while (i < to && is(bytes[i], DIGIT)) {
                i++;
            }
            if (i == port || i - port > PORT_DIGITS_MAX) {
                return false;
            }
        }
        return i == to || (isPathStart(bytes[i]) && isPath(bytes, i, to));
    }

    private static boolean isPathStart(byte b) {
        return b == '/' || b == '?' || b == '#';
    }

    private static int startOfHost(byte[] bytes, int from, int to) {
        String scheme = "https://";
        if (to - from <= scheme.length()) {
            return -1;
        }
        int i = from;
        for (int s = 0; s < scheme.length(); s++) {
            if (scheme.charAt(s) == 's' && bytes[i] == ':') {
                continue; // http
            }
            if (bytes[i++] != scheme.charAt(s)) {
                return -1;
            }
        }
        return i;
    }

    private static boolean isPath(byte[] bytes, int from, int to) {
        boolean fragment = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '#' && !fragment) {
                fragment = true;
            } else if (b == '%') {
                if (to - i < 3 || !is(bytes[i + 1], HEX) || !is(bytes[i + 2], HEX)) {
                    return false;
                }
            } else if (b != '?' && !is(b, PATH)) {
                return false;
            }
        }
        return true;
    }
}
