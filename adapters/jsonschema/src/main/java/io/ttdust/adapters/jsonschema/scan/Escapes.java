package io.ttdust.adapters.jsonschema.scan;

/// The escapes of JSON strings.
final class Escapes {

    private static final int UNICODE_LENGTH = 6;

    private Escapes() {}

    /// The end of the escape whose backslash is at `at`, both halves of a surrogate pair being one; -1 if it is
    /// none.
    static int after(byte[] bytes, int at, int end) {
        if (at + 1 >= end) {
            return -1;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> afterUnits(bytes, at, end);
            default -> -1;
        };
    }

    private static int afterUnits(byte[] bytes, int at, int end) {
        int unit = unit(bytes, at, end);
        if (unit < 0) {
            return -1;
        }
        if (!Character.isSurrogate((char) unit)) {
            return at + UNICODE_LENGTH;
        }
        int low = Character.isHighSurrogate((char) unit) ? unit(bytes, at + UNICODE_LENGTH, end) : -1;
        return low >= 0 && Character.isLowSurrogate((char) low) ? at + 2 * UNICODE_LENGTH : -1;
    }

    /// The character that the sound escape at `at` stands for.
    static int codePoint(byte[] bytes, int at) {
        byte kind = bytes[at + 1];
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                char unit = (char) unit(bytes, at, bytes.length);
                yield Character.isHighSurrogate(unit)
                        ? Character.toCodePoint(unit, (char) unit(bytes, at + UNICODE_LENGTH, bytes.length))
                        : unit;
            }
            default -> kind;
        };
    }

    /// Writes what the sound string in `bytes[from .. to)` stands for to `out`, which is as long at least.
    ///
    /// @return the end of it in `out`
    static int decode(byte[] bytes, int from, int to, byte[] out, int at) {
        int written = at;
        int i = from;
        while (i < to) {
            byte b = bytes[i];
            if (b == '\\') {
                written = Utf8.write(codePoint(bytes, i), out, written);
                i = after(bytes, i, to);
            } else {
                out[written++] = b;
                i++;
            }
        }
        return written;
    }

    /// The unit that `\\uXXXX` at `at` names; -1 if something else is there.
    private static int unit(byte[] bytes, int at, int end) {
        if (end - at < UNICODE_LENGTH || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = 2; i < UNICODE_LENGTH; i++) {
            byte b = bytes[at + i];
            int digit = b < 0 ? -1 : Character.digit((char) b, 16);
            if (digit < 0) {
                return -1;
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }
}
