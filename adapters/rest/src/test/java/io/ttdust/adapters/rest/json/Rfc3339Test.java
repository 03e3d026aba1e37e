package io.ttdust.adapters.rest.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B06")
class Rfc3339Test {

    @Test
    void answersHaveSixDecimals() {
        assertThat(Rfc3339.ofMicros(0)).isEqualTo("1970-01-01T00:00:00.000000Z");
        assertThat(Rfc3339.ofMicros(-1)).isEqualTo("1969-12-31T23:59:59.999999Z");
        assertThat(Rfc3339.of(Instant.parse("2026-01-31T12:00:00.123456789Z")))
                .isEqualTo("2026-01-31T12:00:00.123456Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z,2026-01-31T12:00:00Z",
        "2026-01-31t12:00:00z,2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.5+05:30,2026-01-31T06:30:00.5Z",
        "2026-01-31T12:00:00.123456789-00:00,2026-01-31T12:00:00.123456789Z",
        "0000-01-01T00:00:00Z,0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z,9999-12-31T23:59:59.999999Z"
    })
    void timesOfAnyOffsetAreRead(String text, Instant instant) {
        assertThat(Rfc3339.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-31",
                "2026-01-31T12:00:00",
                "2026-01-31 12:00:00Z",
                "2026-01-31T12:00Z",
                "2026-02-30T12:00:00Z",
                "2026-01-31T25:00:00Z",
                "2026-01-31T12:00:60Z",
                "2026-01-31T12:00:00+19:00",
                "+12026-01-31T12:00:00Z",
                "-2026-01-31T12:00:00Z",
                "Sat, 31 Jan 2026 12:00:00 GMT"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(Rfc3339.parse(text)).isNull();
    }
}
