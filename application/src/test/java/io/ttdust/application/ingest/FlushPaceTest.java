package io.ttdust.application.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.storage.Checkpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlushPaceTest {

    private static final long FREE = 1000;

    private final Waiting waiting = new Waiting();
    private final FlushPace pace = new FlushPace(waiting, FREE, System::nanoTime);

    @Test
    void nobodyWaitsWhileLittleDoes() {
        pace.flushed(100, Duration.ofSeconds(1).toNanos());
        waiting.bytes = FREE;

        assertThat(millisFor(50, 100)).isLessThan(500);
    }

    @Test
    @Tag("F27")
    void recordsAreTakenAboutAsFastAsTheyAreFlushedOnceMuchWaits() {
        pace.flushed(1_000_000, Duration.ofSeconds(1).toNanos());
        waiting.bytes = 2 * FREE; // half the speed that was measured

        assertThat(millisFor(10, 20_000)).isBetween(300L, 3000L);
    }

    @Test
    void aRequestWaitsASecondAtMost() {
        pace.flushed(1, Duration.ofSeconds(1).toNanos());
        waiting.bytes = 2 * FREE;
        pace.await(1_000_000);

        assertThat(millisFor(1, 1_000_000)).isBetween(900L, 5000L);
    }

    @Test
    @Tag("F20")
    void nobodyWaitsWhileFlushingFails() {
        pace.flushed(1, Duration.ofSeconds(1).toNanos());
        waiting.bytes = 100 * FREE;
        pace.suspend();

        assertThat(millisFor(100, 1_000_000)).isLessThan(500);
    }

    @Test
    void withoutABoundThereIsNoPace() {
        FlushPace none = new FlushPace(waiting, 0, System::nanoTime);
        none.flushed(1, Duration.ofSeconds(1).toNanos());
        waiting.bytes = Long.MAX_VALUE / 2;
        long started = System.nanoTime();
        none.await(1_000_000);

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)).isLessThan(500);
    }

    private long millisFor(int requests, long bytes) {
        long started = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            pace.await(bytes);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    private static final class Waiting implements LogBacklog {

        private long bytes;

        @Override
        public List<PartitionBacklog> backlog() {
            return List.of();
        }

        @Override
        public long unflushedBytes() {
            return bytes;
        }

        @Override
        public void flushed(List<Checkpoint> checkpoints) {
            throw new AssertionError("nothing is flushed here");
        }
    }
}
