package io.ttdust.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionChoiceTest {

    @Test
    void isLatestOrTheNumberOfAVersion() {
        assertThat(VersionChoice.parse("latest")).isEqualTo(VersionChoice.LATEST);
        assertThat(VersionChoice.parse("1")).isEqualTo(new VersionChoice.Pinned(1));
        assertThat(VersionChoice.parse("999999999")).isEqualTo(new VersionChoice.Pinned(999_999_999));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Latest", "0", "-1", "+5", "007", " 5", "5 ", "1.0", "1e1", "٣", "1٣", "1000000000"})
    void isNothingElse(String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionChoice.parse(word))
                .withMessageContaining("'latest' or a number");
    }
}
