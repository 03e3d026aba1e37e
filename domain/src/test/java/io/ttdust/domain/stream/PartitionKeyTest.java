package io.ttdust.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples a client's own computation can be held to.
class PartitionKeyTest {

    /// From the published test vectors of the hash and other implementations of it.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", 00000000",
                "a, 3c2569b2",
                "abc, b3dd93fa",
                "test, ba6bd213",
                "hello, 248bfa47",
                "\"hello, world\", 149bbb7f",
                "\"Hello, world!\", c0363e43",
                "19 Jan 2038 at 3:14:07 AM, e31e8a70",
                "The quick brown fox jumps over the lazy dog, 2e4ff723",
                "The quick brown fox jumps over the lazy dog., d5c48bfc",
            })
    void hashesAsEveryoneElse(String text, String hash) {
        assertThat(PartitionKey.murmur3(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Integer.parseUnsignedInt(hash, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "user-1,   1, 3, 3, 11, 867",
        "user-2,   1, 3, 11, 19, 971",
        "order/42, 0, 0, 4, 48, 948",
        "Größe,    0, 2, 14, 62, 46",
        "😀,       0, 2, 10, 98, 762",
    })
    void aKeyHasItsPartition(String key, int of2, int of4, int of16, int of100, int of1024) {
        assertThat(List.of(2, 4, 16, 100, 1024))
                .extracting(partitions -> PartitionKey.partitionOf(key, partitions))
                .containsExactly(of2, of4, of16, of100, of1024);
        assertThat(PartitionKey.partitionOf(key, 1)).isZero();
    }

    @Test
    void keysSpreadOverAllPartitions() {
        Integer[] counts = new Integer[16];
        Arrays.fill(counts, 0);
        for (int i = 0; i < 16_000; i++) {
            counts[PartitionKey.partitionOf("device-" + i, counts.length)]++;
        }

        assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }
}
