package io.ttdust.adapters.jsonschema.format;

/// Dates and times of RFC 3339 in their usual spellings: upper-case letters, no leap second, at most nine digits
/// of a second, offsets of less than 18 hours.
final class Times {

    private static final int DATE_LENGTH = "2025-01-15".length();
    private static final int TIME_LENGTH = "10:30:00".length();
    private static final int OFFSET_LENGTH = "+01:00".length();
    private static final int FRACTION_MAX = 9;
    private static final int OFFSET_HOURS_MAX = 17;
    private static final int[] DAYS = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Times() {}

    static boolean isDateTime(byte[] bytes, int from, int to) {
        int time = from + DATE_LENGTH;
        return time < to && bytes[time] == 'T' && isDate(bytes, from, time) && isTime(bytes, time + 1, to);
    }

    static boolean isDate(byte[] bytes, int from, int to) {
        if (to - from != DATE_LENGTH || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
            return false;
        }
        int century = two(bytes, from);
        int yearOfCentury = two(bytes, from + 2);
        int month = two(bytes, from + 5);
        int day = two(bytes, from + 8);
        if (century < 0 || yearOfCentury < 0 || century + yearOfCentury == 0 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= DAYS[month] || (day == 29 && month == 2 && isLeap(century * 100 + yearOfCentury));
    }

    private static boolean isLeap(int year) {
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    }

    static boolean isTime(byte[] bytes, int from, int to) {
        if (to - from <= TIME_LENGTH || bytes[from + 2] != ':' || bytes[from + 5] != ':') {
            return false;
        }
        if (!isBelow(bytes, from, 24) || !isBelow(bytes, from + 3, 60) || !isBelow(bytes, from + 6, 60)) {
            return false;
        }
        int i = from + TIME_LENGTH;
        if (bytes[i] == '.') {
            int first = ++i;
            while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
                i++;
            }
            if (i == first || i - first > FRACTION_MAX || i == to) {
                return false;
            }
        }
        return bytes[i] == 'Z' ? i + 1 == to : isOffset(bytes, i, to);
    }

    private static boolean isOffset(byte[] bytes, int from, int to) {
        if (to - from != OFFSET_LENGTH || bytes[from + 3] != ':') {
            return false;
        }
        int hours = two(bytes, from + 1);
        int minutes = two(bytes, from + 4);
        boolean inBounds = hours >= 0 && hours <= OFFSET_HOURS_MAX && minutes >= 0 && minutes < 60;
        // -00:00 means that the offset is unknown
        return inBounds && (bytes[from] == '+' || (bytes[from] == '-' && hours + minutes > 0));
    }

    private static boolean isBelow(byte[] bytes, int at, int limit) {
        int value = two(bytes, at);
        return value >= 0 && value < limit;
    }

    /// The two digits at `at`; negative if they are none.
    private static int two(byte[] bytes, int at) {
        int high = bytes[at] - '0';
        int low = bytes[at + 1] - '0';
        return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
    }
}
