package io.ttdust.simulation.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("B04")
class DifferencesTest {

    private static final long SEEDS = 150;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void theProgramAndTheLibraryAgreeOnThousandsOfPairs() {
        Differences differences = new Differences();
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(differences.run(seed)).as("seed %d", seed).isEmpty();
        }

        assertThat(differences.pairs()).isGreaterThan(3_000);
        assertThat(100 * differences.valid() / differences.pairs())
                .as("per cent of %d pairs that are valid", differences.pairs())
                .isBetween(20L, 80L);
    }

    @Test
    void aSeedAlwaysMakesTheSamePairs() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            first.add(made(seed));
            second.add(made(seed));
        }

        assertThat(second).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates();
    }

    private static String made(long seed) {
        Random random = new Random(seed);
        Sketch sketch = Schemas.generate(random);
        return sketch.schema() + sketch.sampler().sample(random, 3);
    }
}
