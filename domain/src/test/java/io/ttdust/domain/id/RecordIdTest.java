package io.ttdust.domain.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordIdTest {

    private static final long OFFSET_MAX = (1L << 48) - 1;

    @Test
    void givesBackWhatItWasMadeOf() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            int tag = random.nextInt(1 << 16);
            int partition = random.nextInt(1024);
            long offset = random.nextLong() & OFFSET_MAX;
            long micros = random.nextLong(4_000_000_000_000_000L);

            RecordId id =
                    RecordId.parse(RecordId.of(tag, partition, offset, micros).toString());

            assertThat(new long[] {id.streamTag(), id.partition(), id.offset(), id.receiveMillis()})
                    .as("seed %d, run %d", seed, i)
                    .containsExactly(tag, partition, offset, micros / 1000);
        }
    }

    @Test
    void isAVersion7Uuid() {
        UUID uuid =
                RecordId.of(0xFFFF, 1023, OFFSET_MAX, 1_700_000_000_000_000L).uuid();

        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
    }

    @Test
    void hasAFixedLayout() {
        assertThat(RecordId.of(0xABCD, 5, 0x1234_5678_9ABCL, 1_700_000_000_123_456L))
                .hasToString("rec_018bcfe5-687b-7014-9234-56789abcabcd");
    }

    @Test
    void ordersByTimeThenPartitionThenOffset() {
        String first = RecordId.of(9, 0, 10, 5_000).toString();
        String later = RecordId.of(9, 0, 11, 5_000).toString();
        String otherPartition = RecordId.of(9, 1, 0, 5_000).toString();
        String nextMilli = RecordId.of(9, 0, 0, 6_000).toString();

        assertThat(java.util.List.of(nextMilli, otherPartition, later, first).stream()
                        .sorted())
                .containsExactly(first, later, otherPartition, nextMilli);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> RecordId.of(0, 1024, 0, 0)).hasMessageContaining("1024");
        assertThatThrownBy(() -> RecordId.of(0, 0, OFFSET_MAX + 1, 0)).hasMessageContaining("offset");
        assertThatThrownBy(() -> RecordId.of(0, 0, 0, -1)).hasMessageContaining("-1 ms");
    }
}
