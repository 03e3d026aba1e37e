package io.ttdust.cli.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A point in time as a person writes it: RFC 3339, a date (its beginning, UTC), `now`, or so long ago: `-90s`,
/// `-15m`, `-1h`, `-2d`, `-1w`.
final class Moment {

    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhdw])");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Moment() {}

    /// What `text` means at `now`.
    ///
    /// @throws IllegalArgumentException if it means nothing, or no time in the years 1 to 9999
    static Instant parse(String text, Instant now) {
        Instant meant = meant(text, now);
        if (meant.isBefore(FIRST) || meant.isAfter(LAST)) {
            throw new IllegalArgumentException("'%s' is out of all bounds".formatted(text));
        }
        return meant;
    }

    private static Instant meant(String text, Instant now) {
        try {
            if (text.equals("now")) {
                return now;
            }
            Matcher ago = AGO.matcher(text);
            if (ago.matches()) {
                return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
            }
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a time; say 2026-01-31T12:00:00Z, 2026-01-31, now, or -15m, -1h, -2d".formatted(text),
                    e);
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
