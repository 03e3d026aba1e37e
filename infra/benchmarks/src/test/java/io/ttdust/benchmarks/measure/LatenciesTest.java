package io.ttdust.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void givesTheNearestRank() {
        Latencies latencies = new Latencies();
        for (int micros = 2_000; micros >= 1; micros--) { // more than fit at first, in no order
            latencies.add(micros * 1_000L);
        }

        assertThat(latencies.quantileMicros(0.5)).isEqualTo(1_000);
        assertThat(latencies.quantileMicros(0.99)).isEqualTo(1_980);
        assertThat(latencies.quantileMicros(1)).isEqualTo(2_000);
        assertThat(latencies.quantileMicros(1e-9)).isEqualTo(1);
    }

    @Test
    void takesInThoseOfOthers() {
        Latencies one = new Latencies();
        one.add(1_000);
        Latencies other = new Latencies();
        other.add(3_000);

        one.addAll(other);

        assertThat(one.count()).isEqualTo(2);
        assertThat(one.quantileMicros(1)).isEqualTo(3);
    }

    @Test
    void hasNoQuantileOfNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Latencies().quantileMicros(0.5))
                .withMessage("no latency was measured");
    }
}
