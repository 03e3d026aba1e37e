package io.ttdust.application.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlushPaceTest {

    private static final long FREE = 1000;
    private static final StreamId STREAM = new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0000L));
    private static final StreamId QUIET = new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0001L));

    private final Waiting waiting = new Waiting();
    private final FlushPace pace = new FlushPace(waiting, FREE, System::nanoTime);

    @Test
    void nobodyWaitsWhileLittleDoes() {
        flushed(100);
        waiting.bytes = FREE;

        assertThat(millisFor(50, 100)).isLessThan(500);
    }

    @Test
    @Tag("F27")
    void recordsAreTakenAboutAsFastAsTheyAreFlushedOnceMuchWaits() {
        flushed(1_000_000);
        waiting.bytes = 2 * FREE; // half the speed that was measured

        assertThat(millisFor(10, 20_000)).isBetween(300L, 3000L);
    }

    @Test
    void aRequestWaitsASecondAtMost() {
        flushed(1);
        waiting.bytes = 2 * FREE;
        pace.observe(waiting.backlog());
        pace.await(STREAM, 1_000_000);

        assertThat(millisFor(1, 1_000_000)).isBetween(900L, 5000L);
    }

    @Test
    @Tag("F20")
    void nobodyWaitsWhileFlushingFails() {
        flushed(1);
        waiting.bytes = 100 * FREE;
        pace.suspend();

        assertThat(millisFor(100, 1_000_000)).isLessThan(500);
    }

    @Test
    @Tag("F27")
    void whoHasLittleWaitingDoesNotWaitForTheOthers() {
        flushed(1);
        waiting.bytes = 2 * FREE;
        pace.observe(waiting.backlog());
        long started = System.nanoTime();
        pace.await(QUIET, 1_000_000);

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)).isLessThan(500);
    }

    @Test
    @Tag("F27")
    void onlySoManyBytesWaitAtOnce() throws InterruptedException {
        flushed(1);
        waiting.bytes = 2 * FREE;
        pace.observe(waiting.backlog());
        pace.await(STREAM, 1);
        Thread parked = Thread.ofPlatform().start(() -> pace.await(STREAM, 16 << 20));
        while (parked.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        long started = System.nanoTime();
        pace.await(STREAM, 1);

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)).isLessThan(500);
        parked.join();
        assertThat(millisFor(1, 1)).as("with room again").isBetween(500L, 5000L);
    }

    @Test
    void ofAFewBytesNothingIsLearned() {
        waiting.bytes = 2 * FREE;
        pace.observe(waiting.backlog());
        pace.flushed(10, Duration.ofSeconds(1).toNanos());

        assertThat(millisFor(5, 1_000_000)).isLessThan(500);
    }

    @Test
    void withoutABoundThereIsNoPace() {
        FlushPace none = new FlushPace(waiting, 0, System::nanoTime);
        none.flushed(1 << 20, Duration.ofDays(1).toNanos());
        none.observe(waiting.backlog());
        waiting.bytes = Long.MAX_VALUE / 2;
        long started = System.nanoTime();
        none.await(STREAM, 1_000_000);

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)).isLessThan(500);
    }

    /// So many bytes a second came into files.
    private void flushed(long bytesPerSecond) {
        long bytes = 1 << 20;
        pace.flushed(bytes, (long) (1e9 * bytes / bytesPerSecond));
    }

    private long millisFor(int requests, long bytes) {
        pace.observe(waiting.backlog());
        long started = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            pace.await(STREAM, bytes);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    private static final class Waiting implements LogBacklog {

        private long bytes;

        @Override
        public List<PartitionBacklog> backlog() {
            return List.of(
                    new PartitionBacklog(STREAM, 0, 0, 1, bytes, 0, false),
                    new PartitionBacklog(QUIET, 0, 0, 1, 1, 0, false));
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
