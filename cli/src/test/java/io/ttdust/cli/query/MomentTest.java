package io.ttdust.cli.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-03-10T12:00:00Z",
        "-90s, 2026-03-10T11:58:30Z",
        "-15m, 2026-03-10T11:45:00Z",
        "-1h, 2026-03-10T11:00:00Z",
        "-2d, 2026-03-08T12:00:00Z",
        "-1w, 2026-03-03T12:00:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123456+02:00, 2026-01-31T10:00:00.123456Z"
    })
    void readsTimesAsAPersonWritesThem(String text, Instant meant) {
        assertThat(Moment.parse(text, NOW)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1h", "-1y", "-h", "yesterday", "2026-02-30", "2026-01-31T12:00:00", "12:00"})
    void saysWhatATimeLooksLike(String text) {
        assertThatThrownBy(() -> Moment.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a time; say 2026-01-31T12:00:00Z");
    }

    @Test
    void refusesADurationBeyondAllTime() {
        assertThatThrownBy(() -> Moment.parse("-999999999w", NOW)).isInstanceOf(IllegalArgumentException.class);
    }
}
