package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.flush.DeleteAbandoned;
import io.ttdust.application.flush.FlushPartitions;
import io.ttdust.application.flush.FlushReport;
import io.ttdust.application.flush.FlushSchedule;
import io.ttdust.application.flush.FlushSettings;
import io.ttdust.application.flush.FlushedStreams;
import io.ttdust.application.flush.StorageFixture;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.pressure.FlushPace;
import io.ttdust.application.pressure.UnflushedBound;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.stream.StreamDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlusherTest {

    private final StorageFixture storage = new StorageFixture();
    private final StreamDefinition clicks = storage.stream("clicks", 1);
    private final FlushPace pace = new FlushPace(storage.log, 1, System::nanoTime);
    private final AtomicLong nanos = new AtomicLong();
    private final List<FlushReport> reports = new ArrayList<>();
    private final Flusher flusher = new Flusher(
            storage.log,
            new FlushSchedule(Duration.ZERO, 64 << 20, 128 << 20),
            new FlushPartitions(
                    storage.log,
                    storage.log,
                    storage.catalog,
                    storage.objects,
                    storage.format,
                    new FlushedStreams(storage.streams, storage.schemas),
                    storage.owner(),
                    FlushSettings.of(64 << 20, 1),
                    this::inASecond,
                    storage.clock,
                    new Random(1)),
            new DeleteAbandoned(storage.catalog, storage.objects, storage.owner(), storage.clock),
            new UnflushedBound(storage.log, 1L << 40, 70, 90),
            pace,
            (report, took) -> reports.add(report),
            nanos::get,
            () -> {
                throw new AssertionError("nothing is broken here");
            });

    @Test
    @Tag("F20")
    void whatACommitThatIsAskedForAgainTookIsNoSpeed() {
        append(1 << 20);
        storage.catalog.loseNextAnswer();
        flusher.flushOnce();
        assertThat(flusher.failure()).isNotNull();
        flusher.flushOnce();
        assertThat(flusher.failure()).as("the commit is settled").isNull();

        append(1 << 20);
        flusher.flushOnce();

        append(1 << 20);
        pace.observe(storage.log.backlog());
        assertThat(millisFor(256 << 10)).as("at half of 1 MiB/s").isBetween(400L, 5000L);
    }

    @Test
    @Tag("F04")
    void whatCannotBeFlushedIsNotReadAgainAndAgainWhileTheOthersAre() {
        StreamId unknown = new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0000L));
        assertThat(storage.log.append(unknown, 0, 1, batch(1))).isCompleted();
        for (int i = 0; i < 3; i++) {
            append(1);
            flusher.flushOnce();
        }

        assertThat(reports)
                .as("the second round begins before half a second is over, the third after it")
                .extracting(report ->
                        report.files() + " file, failures " + report.failures().size())
                .containsExactly("1 file, failures 1", "1 file, failures 0", "1 file, failures 1");
        assertThat(flusher.failure()).hasMessageContaining(unknown.toString());
    }

    @Test
    @Tag("F04")
    void aFailureIsToldOfUntilItIsOver() {
        StreamId unknown = new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0000L));
        assertThat(storage.log.append(unknown, 0, 1, batch(1))).isCompleted();
        flusher.flushOnce();
        append(1);
        flusher.flushOnce();
        assertThat(flusher.failure()).as("others were flushed").hasMessageContaining(unknown.toString());

        storage.log.flushed(List.of(new Checkpoint(unknown, 0, 1, 1, 1)));
        flusher.flushOnce();

        assertThat(flusher.failure()).isNull();
    }

    /// Making a file takes a second of the flusher's clock.
    private void inASecond(Runnable making) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        making.run();
    }

    private void append(int bytes) {
        storage.append(clicks, 0, batch(bytes));
    }

    private static RecordBatch batch(int bytes) {
        String json = "{\"a\":\"%s\"}".formatted("x".repeat(bytes));
        return RecordBatch.builder(1, bytes)
                .add(json.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /// How long the next record waits after so many bytes.
    private long millisFor(int bytes) {
        Backpressure backpressure = new Backpressure(1 << 30, Duration.ofSeconds(1), null, pace);
        backpressure.awaitPace(clicks.id(), bytes);
        long started = System.nanoTime();
        backpressure.awaitPace(clicks.id(), 1);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
}
