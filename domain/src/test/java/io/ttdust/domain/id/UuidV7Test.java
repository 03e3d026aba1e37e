package io.ttdust.domain.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidV7Test {

    @Test
    void carriesItsTimeAndIsParsedBack() {
        UUID uuid = UuidV7.of(1_700_000_000_123L, new Random(1));

        assertThat(UuidV7.unixMillis(uuid)).isEqualTo(1_700_000_000_123L);
        assertThat(StreamId.parse(new StreamId(uuid).toString()).uuid()).isEqualTo(uuid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "str_",
                "sch_018bcfe5-687b-7014-9234-56789abcabcd",
                "str_018BCFE5-687b-7014-9234-56789abcabcd",
                "str_018bcfe5-687b-4014-9234-56789abcabcd",
                "str_018bcfe5-687b-7014-1234-56789abcabcd",
                "str_018bcfe5-687b-7014-9234-56789abcabcdd",
                "str_018bcfe5_687b-7014-9234-56789abcabcd",
                "str_018bcfe5-687b-7014-9234-56789abcabc\u0661"
            })
    void refusesEveryOtherSpelling(String text) {
        assertThatThrownBy(() -> StreamId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("str_<UUIDv7>");
    }

    @Test
    void doesNotRepeatALongTextInItsMessage() {
        assertThatThrownBy(() -> StreamId.parse("x".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}
