package io.ttdust.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeUpsTest {

    @Test
    void neverWakesEarlyAndSleepsAMillisecondEachTime() throws InterruptedException {
        long start = System.nanoTime();
        WakeUps wakeUps = WakeUps.start();
        Thread.sleep(50);

        Latencies late = wakeUps.stop();

        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(late.count()).isBetween(1, (int) millis);
        assertThat(late.quantileMicros(1e-9)).isNotNegative();
    }
}
