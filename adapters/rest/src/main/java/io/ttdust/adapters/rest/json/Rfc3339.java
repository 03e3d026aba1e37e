package io.ttdust.adapters.rest.json;

import io.ttdust.domain.record.Micros;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Times as the API spells them: RFC 3339. Answers are UTC with exactly six decimals; requests may use any offset.
public final class Rfc3339 {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Rfc3339() {}

    /// Spells Unix microseconds.
    public static String ofMicros(long micros) {
        return MICROS.format(Micros.instant(micros));
    }

    /// Spells an instant; what is finer than a microsecond is cut off.
    public static String of(Instant instant) {
        return MICROS.format(instant);
    }

    /// Reads a time with its offset.
    ///
    /// @return null if `text` is not one between the years 0 and 9999
    public static @Nullable Instant parse(String text) {
        // The formatter would also take the years ±999999999 and offsets with seconds.
        if (text.length() < 20 || text.length() > 35 || text.charAt(4) != '-') {
            return null;
        }
        try {
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
