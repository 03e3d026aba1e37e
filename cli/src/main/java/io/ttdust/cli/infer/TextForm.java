package io.ttdust.cli.infer;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Forms of text that a server asserts as `format`. Each recognises less than the server does: its usual spellings
/// only, so that what is recognised here is accepted there.
enum TextForm {
    DATE_TIME("date-time") {
        @Override
        boolean holds(String text) {
            return text.length() > DATE_LENGTH
                    && text.charAt(DATE_LENGTH) == 'T'
                    && DATE.holds(text.substring(0, DATE_LENGTH))
                    && TIME.holds(text.substring(DATE_LENGTH + 1));
        }
    },
    DATE("date") {
        @Override
        boolean holds(String text) {
            Matcher parts = DATE_PARTS.matcher(text);
            if (!parts.matches()) {
                return false;
            }
            try {
                int year = Integer.parseInt(parts.group(1));
                LocalDate.of(year, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
                return year > 0;
            } catch (DateTimeException _) { // such as the 30th of February
                return false;
            }
        }
    },
    TIME("time") {
        @Override
        boolean holds(String text) {
            return text.length() <= TIME_LENGTH_MAX && TIME_OF_DAY.matcher(text).matches() && !text.endsWith("-00:00");
        }
    },
    UUID("uuid") {
        @Override
        boolean holds(String text) {
            return text.length() == UUID_LENGTH && UUID_DIGITS.matcher(text).matches();
        }
    },
    IPV4("ipv4") {
        @Override
        boolean holds(String text) {
            return text.length() <= IPV4_LENGTH_MAX && IPV4_PARTS.matcher(text).matches();
        }
    },
    IPV6("ipv6") {
        @Override
        boolean holds(String text) {
            return text.length() <= IPV6_LENGTH_MAX && isIpv6(text);
        }
    },
    EMAIL("email") {
        @Override
        boolean holds(String text) {
            int at = text.indexOf('@');
            return at > 0
                    && at <= LOCAL_LENGTH_MAX
                    && text.length() <= EMAIL_LENGTH_MAX
                    && LOCAL_PART.matcher(text.substring(0, at)).matches()
                    && HOST.matcher(text.substring(at + 1)).matches()
                    && TOP_LEVELS.contains(
                            text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        }
    },
    URI("uri") {
        @Override
        boolean holds(String text) {
            return text.length() <= URI_LENGTH_MAX && WEB_ADDRESS.matcher(text).matches();
        }
    };

    private static final int DATE_LENGTH = "2026-01-31".length();
    private static final int TIME_LENGTH_MAX = "10:30:00.123456789+01:00".length();
    private static final int UUID_LENGTH = 36;
    private static final int IPV4_LENGTH_MAX = "255.255.255.255".length();
    private static final int IPV6_LENGTH_MAX = 39;
    private static final int IPV6_GROUPS = 8;
    private static final int LOCAL_LENGTH_MAX = 64;
    private static final int EMAIL_LENGTH_MAX = 254;
    private static final int URI_LENGTH_MAX = 2_048;

    private static final Pattern DATE_PARTS = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final Pattern TIME_OF_DAY = Pattern.compile(
            "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?" + "(?:Z|[+-](?:0[0-9]|1[0-7]):[0-5][0-9])");
    private static final Pattern UUID_DIGITS =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4_PARTS = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern IPV6_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9_%+-]++(?:\\.[A-Za-z0-9_%+-]++)*+");
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + "){1,8}");
    private static final Pattern WEB_ADDRESS =
            Pattern.compile("(?:https?|wss?|ftp|s3|gs)://" + LABEL + "(?:\\." + LABEL + "){0,8}(?::[0-9]{1,5})?"
                    + "(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9a-fA-F]{2})*+)?"
                    + "(?:\\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9a-fA-F]{2})*+)?"
                    + "(?:#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9a-fA-F]{2})*+)?");

    /// A server refuses addresses below a top-level domain that does not exist. It knows all; these are enough.
    private static final Set<String> TOP_LEVELS = Set.of(
            "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "dev", "app", "co", "me", "ai", "eu",
            "de", "fr", "uk", "us", "ca", "au", "nz", "jp", "cn", "kr", "in", "sg", "hk", "tw", "id", "th", "vn", "br",
            "mx", "ar", "cl", "it", "es", "pt", "nl", "be", "lu", "ch", "at", "ie", "se", "no", "dk", "fi", "is", "pl",
            "cz", "sk", "hu", "ro", "bg", "gr", "tr", "ua", "ru", "il", "za", "ng", "ke", "eg", "ae", "sa");

    private final String word;

    TextForm(String word) {
        this.word = word;
    }

    /// As a schema spells it.
    String word() {
        return word;
    }

    /// Whether `text` has this form in one of its usual spellings.
    abstract boolean holds(String text);

    /// Eight groups, or fewer around one `::`; none in the notation of IPv4, and no zone.
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == IPV6_GROUPS;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS - 1;
    }

    /// How many groups there are; negative when something is none.
    private static int groups(String text) {
        String[] groups = text.split(":", -1);
        for (String group : groups) {
            if (!IPV6_GROUP.matcher(group).matches()) {
                return -1;
            }
        }
        return groups.length;
    }
}
