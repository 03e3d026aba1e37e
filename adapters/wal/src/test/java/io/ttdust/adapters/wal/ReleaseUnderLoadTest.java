package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.await;
import static io.ttdust.adapters.wal.SimulatedLog.batch;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Producers, a flusher and readers at once, each on a thread of its own.
@Timeout(60)
class ReleaseUnderLoadTest {

    private static final int PARTITIONS = 3;
    private static final int APPENDS = 1500;

    private final SimulatedLog logs = new SimulatedLog();
    private final AtomicBoolean ended = new AtomicBoolean();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @Tag("F31")
    void readersWithAPinSeeEverythingAndThoseWithoutNothingWrong() throws Exception {
        FileRecordLog log = logs.open();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> producers = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                int own = partition;
                producers.add(threads.submit(() -> produce(log, own)));
            }
            List<Future<?>> others = new ArrayList<>();
            others.add(threads.submit(() -> repeat(() -> flush(log))));
            others.add(threads.submit(() -> repeat(() -> readPinned(log))));
            others.add(threads.submit(() -> repeat(() -> readUnpinned(log))));
            for (Future<?> one : producers) {
                await(one);
            }
            ended.set(true);
            for (Future<?> one : others) {
                await(one);
            }
        }
        flush(log);

        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isZero();
        assertThat(log.statistics().segments()).isEqualTo(1);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(log.firstOffsetAt(CLICKS, partition, Long.MAX_VALUE)).isEqualTo(APPENDS);
        }
    }

    private void repeat(Runnable task) {
        while (!ended.get()) {
            task.run();
        }
    }

    private Void produce(FileRecordLog log, int partition) throws Exception {
        for (int i = 0; i < APPENDS; i++) {
            int bytes = i % 10 == 0 ? 6000 : 100;
            await(log.append(CLICKS, partition, 1, batch(payload(i + " ", bytes))));
        }
        return null;
    }

    private static void flush(FileRecordLog log) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (PartitionBacklog one : log.backlog()) {
            Horizon horizon = log.horizon();
            checkpoints.add(new Checkpoint(
                    one.stream(), one.partition(), one.endOffset(), horizon.throughMicros(), horizon.endLsn()));
        }
        log.flushed(checkpoints);
    }

    private static void readPinned(FileRecordLog log) {
        try (LogPin pin = log.pin()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                List<LoggedBatch> first = read(log, pin.horizon(), partition);
                List<LoggedBatch> second = read(log, pin.horizon(), partition);
                assertThat(second).hasSameSizeAs(first);
            }
        }
    }

    private static void readUnpinned(FileRecordLog log) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            try {
                read(log, log.horizon(), partition);
                log.firstOffsetAt(CLICKS, partition, SimulatedLog.NOON + 10);
            } catch (StorageException e) {
                assertThat(e).hasMessageContaining("released");
            }
        }
    }

    /// The batches up to `horizon`, which must be dense and hold what was appended.
    private static List<LoggedBatch> read(FileRecordLog log, Horizon horizon, int partition) {
        List<LoggedBatch> batches = new ArrayList<>();
        log.read(CLICKS, partition, 0, horizon, batches::add);
        for (int i = 0; i < batches.size(); i++) {
            long offset = batches.getFirst().firstOffset() + i;
            assertThat(batches.get(i).firstOffset()).isEqualTo(offset);
            assertThat(StandardCharsets.UTF_8
                            .decode(batches.get(i).records().payload(0))
                            .toString())
                    .startsWith(offset + " ");
        }
        return batches;
    }
}
