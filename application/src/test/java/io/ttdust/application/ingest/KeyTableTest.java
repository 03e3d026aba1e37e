package io.ttdust.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.keyfile.KeyFileFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTableTest {

    @Test
    void behavesLikeAMapThroughGrowthReplacementAndExpiry() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KeyTable table = new KeyTable();
        Map<Long, long[]> model = new HashMap<>();
        for (int i = 1; i <= 200_000; i++) {
            long key = random.nextLong(60_000);
            long place = KeyFileFormat.place(random.nextInt(1024), random.nextLong(1L << 48));
            table.put(spread(key), key, place, ~place, place, i);
            model.put(key, new long[] {place, i});
            if (i % 50_000 == 0) {
                long before = i - 40_000L;
                table.removeBefore(before);
                model.values().removeIf(value -> value[1] < before);
            }
        }

        assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
        for (long key = 0; key < 60_000; key++) {
            int slot = table.find(spread(key), key);
            long[] expected = model.get(key);
            assertThat(slot >= 0).as("seed %d key %d", seed, key).isEqualTo(expected != null);
            if (expected != null) {
                assertThat(KeyFileFormat.place(table.partition(slot), table.offset(slot)))
                        .isEqualTo(expected[0]);
                assertThat(table.micros(slot)).isEqualTo(expected[1]);
                assertThat(table.hasPrint(slot, expected[0], ~expected[0])).isTrue();
            }
        }
    }

    @Test
    void tellsKeysApartThatShareASlot() {
        KeyTable table = new KeyTable();
        table.put(1, 7, 0, 0, KeyFileFormat.place(0, 1), 1);
        table.put(2, 7, 0, 0, KeyFileFormat.place(0, 2), 1);

        assertThat(table.offset(table.find(1, 7))).isEqualTo(1);
        assertThat(table.offset(table.find(2, 7))).isEqualTo(2);
        assertThat(table.find(3, 7)).isEqualTo(-1);
    }

    private static long spread(long key) {
        return key * 0x9E3779B97F4A7C15L;
    }
}
