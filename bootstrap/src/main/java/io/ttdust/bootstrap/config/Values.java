package io.ttdust.bootstrap.config;

import io.ttdust.domain.access.ApiKeySecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the text of a setting becomes a value. Everything throws `IllegalArgumentException` whose message
/// completes a sentence that starts with the setting's name; the value itself is not in it, for it may be a secret.
final class Values {

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40);
    private static final Map<String, Long> MILLIS =
            Map.of("", 1000L, "ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    private Values() {}

    static Object parse(Setting setting, String text) {
        return switch (setting.kind()) {
            case ADDRESS -> HostPort.parse(text);
            case OPTIONAL_ADDRESS -> text.isEmpty() ? HostPort.NOWHERE : HostPort.parseOnLoopback(text);
            case METRICS_AUTH -> word(text, Set.of("reader", "none"));
            case PATH -> Path.of(text);
            case BYTES -> quantity(text, SIZES, "a number of bytes such as 67108864 or 64MiB");
            case INTEGER -> Math.toIntExact(quantity(text, Map.of("", 1L), "a whole number"));
            case DURATION -> Duration.ofMillis(quantity(text, MILLIS, "a duration such as 30, 100ms or 1h"));
            case BOOLEAN -> bool(text);
            case TEXT -> text;
            case SECRET -> secret(text);
            case LOG_LEVEL -> word(text, Set.of("trace", "debug", "info", "warn", "error"));
            case WAL_SYNC -> word(text, Set.of("every", "interval", "none"));
            case SWITCH -> word(text, Set.of("on", "off")).equals("on");
            case LOG_FORMAT -> word(text, Set.of("json", "text"));
        };
    }

    private static long quantity(String text, Map<String, Long> units, String wanted) {
        Matcher matcher = QUANTITY.matcher(text.strip());
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("is not " + wanted);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too large", e);
        }
    }

    private static boolean bool(String text) {
        return word(text, Set.of("true", "false")).equals("true");
    }

    private static String secret(String text) {
        if (!text.isEmpty() && !ApiKeySecret.isWellFormed(text)) {
            throw new IllegalArgumentException("is not 'ttd_live_' followed by 64 lower-case hex digits");
        }
        return text;
    }

    private static String word(String text, Set<String> allowed) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (!allowed.contains(word)) {
            throw new IllegalArgumentException(
                    "is none of " + String.join(", ", allowed.stream().sorted().toList()));
        }
        return word;
    }
}
