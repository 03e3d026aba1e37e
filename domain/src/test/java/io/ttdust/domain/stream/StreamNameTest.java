package io.ttdust.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B14")
class StreamNameTest {

    @Test
    void refusesANameThatWouldBeTakenForAnId() {
        assertThatThrownBy(() -> new StreamName("str_" + "a".repeat(36)))
                .hasMessageContaining("must not look like a stream's id");
        assertThat(new StreamName("str_" + "a".repeat(35))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "orders",
                "orders.dlq",
                "a-b_c.d",
                "a23456789012345678901234567890123456789012345678901234567890123"
            })
    void takesNamesOfTheNarrowAlphabet(String name) {
        assertThat(new StreamName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "1a",
                ".a",
                "../x",
                "a/b",
                "a b",
                "CON",
                "a\u0000",
                "caf\u00e9",
                "a\n",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesEverythingElse(String name) {
        assertThatThrownBy(() -> new StreamName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("starts with a-z");
    }
}
