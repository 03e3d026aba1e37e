package io.ttdust.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void givesExactPercentiles() {
        Durations durations = new Durations();
        for (int i = 2_000; i >= 1; i--) {
            durations.add(i);
        }

        assertThat(durations.percentile(50)).isEqualTo(1_000);
        assertThat(durations.percentile(99)).isEqualTo(1_980);
        assertThat(durations.percentile(100)).isEqualTo(2_000);
    }

    @Test
    void givesTheOnlyOneForEveryPercentile() {
        Durations durations = new Durations();
        durations.add(5);

        assertThat(durations.percentile(1)).isEqualTo(5);
        assertThat(durations.percentile(99)).isEqualTo(5);
    }

    @Test
    void givesZeroWhenThereAreNone() {
        assertThat(new Durations().percentile(50)).isZero();
    }
}
