package io.ttdust.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWorkloadTest {

    @Test
    void readsBackWhatAllTurnsAppended(@TempDir Path directory) throws InterruptedException {
        try (LogWorkload log = LogWorkload.open(directory.resolve("wal"), 3)) {
            LogTurn lone = log.run(1, 1, Duration.ofMillis(50), 1 << 20);
            LogTurn many = log.run(8, 10, Duration.ofMillis(50), 8 << 20);
            LogTurn spread = log.run(3, 8, 10, Duration.ofMillis(50), 8 << 20);

            assertThat(lone.records()).isEqualTo(lone.appends()).isPositive();
            assertThat(many.records()).isEqualTo(10 * many.appends());
            assertThat(log.acknowledged()).isEqualTo(lone.records() + many.records() + spread.records());
            assertThat(log.readBack()).isEqualTo(log.acknowledged());
        }
    }

    @Test
    void endsATurnThatHasWrittenItsShareOfTheDisk(@TempDir Path directory) throws InterruptedException {
        try (LogWorkload log = LogWorkload.open(directory.resolve("wal"), 3)) {
            LogTurn turn = log.run(2, 1, Duration.ofSeconds(60), 10 * 1024);

            assertThat(turn.records()).isBetween(10L, 11L);
        }
    }
}
