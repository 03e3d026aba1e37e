package io.ttdust.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDefinitionTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\ud83d", "x\ude00"})
    @Tag("B04")
    void refusesTextNoStoreCanHold(String text) {
        String message = "a NUL or half of a surrogate pair";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream(text, Map.of()))
                .withMessageContaining(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream("", Map.of(text, "")))
                .withMessageContaining(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream("", Map.of("", text)))
                .withMessageContaining(message);
    }

    @Test
    void takesAnyOtherTextUpToItsLength() {
        assertThat(stream("😀\u0001\u2028", Map.of("ü", "x".repeat(1024))).description())
                .startsWith("😀");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream("x".repeat(1025), Map.of()))
                .withMessageContaining("at most 1024 characters: 1025");
    }

    @Test
    void hasBetweenOneAndAThousandAndTwentyFourPartitions() {
        assertThat(partitioned(1).partitions()).isEqualTo(1);
        assertThat(partitioned(1024).partitions()).isEqualTo(1024);
        for (int partitions : new int[] {Integer.MIN_VALUE, 0, 1025}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> partitioned(partitions))
                    .withMessage("a stream has 1 to 1024 partitions: " + partitions);
        }
    }

    private static StreamDefinition partitioned(int partitions) {
        return stream("", partitions, Map.of());
    }

    private static StreamDefinition stream(String description, Map<String, String> labels) {
        return stream(description, 1, labels);
    }

    private static StreamDefinition stream(String description, int partitions, Map<String, String> labels) {
        return new StreamDefinition(
                new StreamId(UuidV7.of(0, new Random(1))),
                new StreamName("orders"),
                description,
                new SchemaId(UuidV7.of(0, new Random(2))),
                1,
                partitions,
                labels,
                StreamStatus.ACTIVE,
                Instant.EPOCH);
    }
}
