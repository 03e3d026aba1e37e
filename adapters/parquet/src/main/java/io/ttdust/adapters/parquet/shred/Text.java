package io.ttdust.adapters.parquet.shred;

/// Texts as they stand in JSON strings.
final class Text {

    /// What a reading method answers for a text that is none of its kind.
    static final long NONE = Long.MIN_VALUE;

    private Text() {}

    /// Whether the bytes are well-formed UTF-8: shortest form, no surrogates, nothing beyond U+10FFFF.
    static boolean isUtf8(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            int b = bytes[i++];
            if (b >= 0) {
                continue;
            }
            int more;
            int least;
            int c;
            if ((b & 0xE0) == 0xC0) {
                more = 1;
                least = 0x80;
                c = b & 0x1F;
            } else if ((b & 0xF0) == 0xE0) {
                more = 2;
                least = 0x800;
                c = b & 0x0F;
            } else if ((b & 0xF8) == 0xF0) {
                more = 3;
                least = 0x1_0000;
                c = b & 0x07;
            } else {
                return false;
            }
            if (end - i < more) {
                return false;
            }
            for (int k = 0; k < more; k++) {
                int next = bytes[i++];
                if ((next & 0xC0) != 0x80) {
                    return false;
                }
                c = (c << 6) | (next & 0x3F);
            }
            if (c < least || c > Character.MAX_CODE_POINT || (c >= 0xD800 && c < 0xE000)) {
                return false;
            }
        }
        return true;
    }

    /// Undoes the escapes of a string and writes it to `into` from `at` on; it never grows.
    ///
    /// @param start of a string in which every escape is well-formed
    /// @return where it ends, or -1 if it holds half of a surrogate pair
    static int unescape(byte[] bytes, int start, int end, byte[] into, int at) {
        int to = at;
        int i = start;
        while (i < end) {
            byte b = bytes[i++];
            if (b != '\\') {
                into[to++] = b;
                continue;
            }
            byte kind = bytes[i++];
            if (kind != 'u') {
                into[to++] = plain(kind);
                continue;
            }
            int c = hex(bytes, i);
            i += 4;
            if (Character.isSurrogate((char) c)) {
                int low = end - i >= 6 && bytes[i] == '\\' && bytes[i + 1] == 'u' ? hex(bytes, i + 2) : 0;
                if (!Character.isSurrogatePair((char) c, (char) low)) {
                    return -1;
                }
                c = Character.toCodePoint((char) c, (char) low);
                i += 6;
            }
            to = encode(c, into, to);
        }
        return to;
    }

    private static byte plain(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int hex(byte[] bytes, int at) {
        int c = 0;
        for (int i = at; i < at + 4; i++) {
            c = (c << 4) | Character.digit(bytes[i], 16);
        }
        return c;
    }

    private static int encode(int c, byte[] into, int at) {
        int to = at;
        if (c < 0x80) {
            into[to++] = (byte) c;
        } else if (c < 0x800) {
            into[to++] = (byte) (0xC0 | (c >> 6));
            into[to++] = (byte) (0x80 | (c & 0x3F));
        } else if (c < 0x1_0000) {
            into[to++] = (byte) (0xE0 | (c >> 12));
            into[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            into[to++] = (byte) (0x80 | (c & 0x3F));
        } else {
            into[to++] = (byte) (0xF0 | (c >> 18));
            into[to++] = (byte) (0x80 | ((c >> 12) & 0x3F));
            into[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            into[to++] = (byte) (0x80 | (c & 0x3F));
        }
        return to;
    }

    /// Days since 1970-01-01 of a date `YYYY-MM-DD`, or [#NONE].
    static long days(byte[] bytes, int start, int end) {
        if (end - start != 10 || bytes[start + 4] != '-' || bytes[start + 7] != '-') {
            return NONE;
        }
        int year = two(bytes, start) * 100 + two(bytes, start + 2);
        int month = two(bytes, start + 5);
        int day = two(bytes, start + 8);
        if (two(bytes, start) < 0 || two(bytes, start + 2) < 0 || month < 1 || month > 12 || day < 1) {
            return NONE;
        }
        if (day > 28 && day > daysOf(year, month)) {
            return NONE;
        }
        return daysFromCivil(year, month, day);
    }

    private static int daysOf(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /// Years that start in March have their leap day last, which makes days of a year a straight line.
    private static long daysFromCivil(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    /// Microseconds since 1970-01-01T00:00:00Z of an RFC 3339 date-time, or [#NONE]. Further digits of the fraction
    /// are cut off, which is towards the past also before 1970. A leap second is none: no count of days has it.
    static long micros(byte[] bytes, int start, int end) {
        if (end - start < 20 || (bytes[start + 10] != 'T' && bytes[start + 10] != 't')) {
            return NONE;
        }
        long days = days(bytes, start, start + 10);
        int hour = two(bytes, start + 11);
        int minute = two(bytes, start + 14);
        int second = two(bytes, start + 17);
        boolean separated = bytes[start + 13] == ':' && bytes[start + 16] == ':';
        if (days == NONE || !separated || !isTime(hour, minute) || second < 0 || second > 59) {
            return NONE;
        }
        int i = start + 19;
        int micros = 0;
        if (bytes[i] == '.') {
            int unit = 100_000;
            int first = ++i;
            while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
                micros += unit * (bytes[i++] - '0');
                unit /= 10;
            }
            if (i == first) {
                return NONE;
            }
        }
        int offset = offsetMinutes(bytes, i, end);
        if (offset == Integer.MIN_VALUE) {
            return NONE;
        }
        long minutes = (days * 24 + hour) * 60 + minute - offset;
        return (minutes * 60 + second) * 1_000_000 + micros;
    }

    /// Minutes east of Greenwich, or [Integer#MIN_VALUE].
    private static int offsetMinutes(byte[] bytes, int at, int end) {
        if (end - at == 1 && (bytes[at] == 'Z' || bytes[at] == 'z')) {
            return 0;
        }
        if (end - at != 6 || bytes[at + 3] != ':' || (bytes[at] != '+' && bytes[at] != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = two(bytes, at + 1);
        int minutes = two(bytes, at + 4);
        if (!isTime(hours, minutes)) {
            return Integer.MIN_VALUE;
        }
        return (bytes[at] == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    private static boolean isTime(int hour, int minute) {
        return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
    }

    /// Two digits, or a number below -100 if they are none.
    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100_000;
    }

    /// Writes the 16 bytes of a UUID `8-4-4-4-12`, in either case, to `into` from `at` on.
    static boolean uuid(byte[] bytes, int start, int end, byte[] into, int at) {
        if (end - start != 36) {
            return false;
        }
        int to = at;
        int i = start;
        while (i < end) {
            int place = i - start;
            if (place == 8 || place == 13 || place == 18 || place == 23) {
                if (bytes[i++] != '-') {
                    return false;
                }
                continue;
            }
            int high = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            int low = bytes[i + 1] < 0 ? -1 : Character.digit(bytes[i + 1], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            into[to++] = (byte) (high << 4 | low);
            i += 2;
        }
        return true;
    }
}
