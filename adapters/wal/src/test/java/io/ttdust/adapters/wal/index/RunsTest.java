package io.ttdust.adapters.wal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {

    private record Run(long offset, long lsn, long micros, int length) {}

    private final List<Run> expected = new ArrayList<>();
    private Runs runs = new Runs(4);
    private long next = 1;

    private void add(Random random) {
        if (runs.isFull()) {
            runs = runs.grown();
        }
        next += 1 + random.nextInt(1_000);
        Run run = new Run(next, next * 1_000, next * 10, 1 + random.nextInt(1_000));
        runs.add(run.offset, run.lsn, run.micros, run.length, run.length);
        expected.add(run);
    }

    private void extend(Random random) {
        Run last = expected.removeLast();
        int more = 1 + random.nextInt(100);
        runs.extend(last.length + more, more);
        expected.add(new Run(last.offset, last.lsn, last.micros, last.length + more));
    }

    private void forget(int count) {
        runs = runs.without(count);
        expected.subList(0, count).clear();
    }

    private static void assertSame(Runs runs, List<Run> expected) {
        assertThat(runs.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Run run = expected.get(i);
            assertThat(runs.firstOffset(i)).isEqualTo(run.offset);
            assertThat(runs.lsn(i)).isEqualTo(run.lsn);
            assertThat(runs.receiveMicros(i)).isEqualTo(run.micros);
            assertThat(runs.length(i)).isEqualTo(run.length);
            assertThat(runs.frameBytes(i)).isEqualTo(run.length);
        }
    }

    private static void assertFinds(Runs runs, List<Run> expected, Random random) {
        int count = random.nextInt(expected.size() + 1);
        for (int i = 0; i < count; i++) {
            Run run = expected.get(i);
            assertThat(runs.runOf(run.offset, count)).isEqualTo(i);
            assertThat(runs.runOf(run.offset - 1, count)).isEqualTo(Math.max(0, i - 1));
            assertThat(runs.runBefore(run.micros, count)).isEqualTo(i - 1);
            assertThat(runs.runBefore(run.micros + 1, count)).isEqualTo(i);
            assertThat(runs.before(run.lsn)).isEqualTo(i);
        }
        assertThat(runs.runOf(Long.MAX_VALUE, count)).isEqualTo(Math.max(0, count - 1));
        assertThat(runs.before(Long.MAX_VALUE)).isEqualTo(expected.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdWhatAListWouldHoldHoweverTheyGrowAndShrink(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            int adds = random.nextInt(random.nextBoolean() ? 8 : 300);
            for (int i = 0; i < adds; i++) {
                add(random);
                if (random.nextBoolean()) {
                    extend(random);
                }
            }
            assertSame(runs, expected);
            assertFinds(runs, expected, random);
            Runs held = runs;
            List<Run> then = List.copyOf(expected);
            int whole = random.nextInt(4) == 0 ? expected.size() : random.nextInt(expected.size() + 1);
            forget(whole);
            assertSame(runs, expected);
            add(random);
            assertSame(held, then);
        }
    }
}
