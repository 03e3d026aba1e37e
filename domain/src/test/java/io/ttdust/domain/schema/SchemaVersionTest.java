package io.ttdust.domain.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.UuidV7;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\ud83d", "x\ude00"})
    @Tag("B04")
    void refusesTextNoStoreCanHold(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schema(text, "{}"))
                .withMessage("description holds a NUL or half of a surrogate pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schema("", "{\"title\":\"" + text + "\"}"))
                .withMessage("definition holds a NUL or half of a surrogate pair");
    }

    @Test
    void takesADefinitionThatEscapesThem() {
        String definition = "{\"title\":\"\\u0000 \\ud83d\"}";

        assertThat(schema("😀", definition).definition()).isEqualTo(definition);
    }

    @Test
    void knowsTheBuiltInName() {
        assertThat(SchemaName.ANY).hasToString("default/any");
    }

    private static SchemaVersion schema(String description, String definition) {
        return new SchemaVersion(
                new SchemaId(UuidV7.of(0, new Random(1))),
                SchemaName.ANY,
                description,
                1,
                definition,
                "0".repeat(64),
                Instant.EPOCH);
    }
}
