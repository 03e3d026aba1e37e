package io.ttdust.adapters.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.file.DiskFiles;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.ingest.IngestLimits;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.pressure.UnflushedBound;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.ingest.IngestOutcome;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Refused;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One stream sends all it can, and does not come back later when it is told to; 999 send a record now and then.
@Timeout(120)
@Tag("F27")
class HotStreamTest {

    private static final int QUIET_STREAMS = 999;

    /// Each quiet stream sends so often, and so long after its last answer.
    private static final int QUIET_RECORDS = 4;

    private static final long QUIET_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /// More than a second is not what a quiet stream should meet, whoever else sends; the rest is for busy machines.
    private static final long ACK_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    private Path directory;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong hotAccepted = new AtomicLong();
    private final AtomicLong hotRefused = new AtomicLong();
    private final AtomicLong quietAccepted = new AtomicLong();
    private final Queue<Long> quietNanos = new ConcurrentLinkedQueue<>();
    private final Queue<String> quietTrouble = new ConcurrentLinkedQueue<>();
    private final List<OpenStream> quiet = new ArrayList<>();
    private final OpenStream hot = stream(0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void streams() {
        for (int i = 1; i <= QUIET_STREAMS; i++) {
            quiet.add(stream(i));
        }
    }

    @AfterEach
    void end() {
        ended.set(true);
        threads.close();
    }

    private static OpenStream stream(int number) {
        return new OpenStream(
                new StreamDefinition(
                        new StreamId(UuidV7.of(1, new Random(number))),
                        new StreamName("stream-" + number),
                        "",
                        new SchemaId(UuidV7.of(1, new Random(-1))),
                        1,
                        1,
                        Map.of(),
                        StreamStatus.ACTIVE,
                        Instant.EPOCH),
                (bytes, offset, length) -> null);
    }

    private FileRecordLog open(LogFiles files) throws Exception {
        LogSettings settings = new LogSettings(directory, 16 << 20, 2, 16 << 20, 0, 0);
        return FileRecordLog.open(
                files,
                settings,
                InstantSource.system(),
                System::nanoTime,
                Long.MAX_VALUE,
                List.of(),
                null,
                batch -> {},
                failure -> quietTrouble.add(failure.toString()));
    }

    private static IngestRecords ingest(FileRecordLog log, Backpressure backpressure) {
        return new IngestRecords(
                log, new IdempotencyKeys(InstantSource.system(), 1000), backpressure, IngestLimits.DEFAULT);
    }

    /// The log fills up with what no file takes; from 90 % of its bound on only who fills it is refused.
    @Test
    void whileNothingIsFlushedOnlyTheHotStreamIsRefusedAndItGoesOnAfterwards() throws Exception {
        try (FileRecordLog log = open(DiskFiles.lock(directory))) {
            UnflushedBound bound = new UnflushedBound(log, 96 << 20, 70, 90);
            IngestRecords ingest = ingest(log, new Backpressure(64 << 20, Duration.ofMillis(200), bound, null));
            Future<?> observer = threads.submit(() -> repeat(5, () -> bound.observe(log.backlog())));
            List<Future<?>> hotSenders = flood(ingest, 16);
            sendQuietly(ingest);

            assertQuietWereServed();
            assertThat(hotRefused).as("refused of the hot stream").hasPositiveValue();
            assertThat(bound.isReached()).isTrue();
            assertThat(bound.isFull()).isFalse();

            long before = hotAccepted.get();
            Future<?> flusher = threads.submit(() -> repeat(20, () -> flush(log)));
            await(() -> hotAccepted.get() > before + 1000);
            endAll(hotSenders, List.of(observer, flusher));
            flush(log);
            assertBalances(log);
        }
    }

    /// A disk on which everything takes long: what is in flight is the hot stream's, and is bounded.
    @Test
    void onASlowDiskTheHotStreamAloneMeetsTheBoundOfWhatIsInFlight() throws Exception {
        HookedFiles slow = new HookedFiles(DiskFiles.lock(directory));
        slow.beforeEachSync(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)));
        try (FileRecordLog log = open(slow)) {
            Backpressure backpressure = new Backpressure(24 << 20, Duration.ofMillis(200));
            IngestRecords ingest = ingest(log, backpressure);
            List<Future<?>> hotSenders = flood(ingest, 400);
            sendQuietly(ingest);

            assertQuietWereServed();
            assertThat(hotRefused).as("refused of the hot stream").hasPositiveValue();
            endAll(hotSenders, List.of());
            assertThat(backpressure.inFlightBytes()).isZero();
            assertBalances(log);
        }
    }

    private List<Future<?>> flood(IngestRecords ingest, int senders) {
        RecordBatch.Builder builder = RecordBatch.builder(100, 100 << 10);
        for (int i = 0; i < 100; i++) {
            builder.add(new byte[1 << 10]);
        }
        RecordBatch batch = builder.build();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            running.add(threads.submit(() -> {
                while (!ended.get()) {
                    IngestOutcome outcome = ingest.ingest(hot, batch).get(50, TimeUnit.SECONDS);
                    if (outcome instanceof Answered answered) {
                        hotAccepted.addAndGet(answered.acceptedCount());
                    } else {
                        hotRefused.incrementAndGet();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                    }
                }
                return null;
            }));
        }
        return running;
    }

    private void sendQuietly(IngestRecords ingest) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < quiet.size(); i++) {
            OpenStream stream = quiet.get(i);
            long start = QUIET_PAUSE_NANOS * i / quiet.size();
            running.add(threads.submit(() -> {
                LockSupport.parkNanos(start);
                for (int sent = 0; sent < QUIET_RECORDS; sent++) {
                    sendOne(ingest, stream);
                    LockSupport.parkNanos(QUIET_PAUSE_NANOS);
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get(100, TimeUnit.SECONDS);
        }
    }

    private void sendOne(IngestRecords ingest, OpenStream stream) throws Exception {
        RecordBatch batch = RecordBatch.builder(1, 200).add(new byte[200]).build();
        long started = System.nanoTime();
        IngestOutcome outcome = ingest.ingest(stream, batch).get(50, TimeUnit.SECONDS);
        quietNanos.add(System.nanoTime() - started);
        if (outcome instanceof Answered answered && answered.acceptedCount() == 1) {
            quietAccepted.incrementAndGet();
        } else {
            quietTrouble.add(
                    outcome instanceof Refused refused && refused.problem().code() == ErrorCode.OVERLOADED
                            ? "overloaded"
                            : outcome.toString());
        }
    }

    private void assertQuietWereServed() {
        List<Long> sorted = quietNanos.stream().sorted().toList();
        assertThat(quietTrouble).as("what quiet streams met").isEmpty();
        assertThat(quietAccepted).hasValue((long) QUIET_STREAMS * QUIET_RECORDS);
        assertThat(sorted.getLast()).as("longest ack, ns").isLessThan(ACK_NANOS_MAX);
        assertThat(sorted.get(sorted.size() * 99 / 100)).as("p99 of acks, ns").isLessThan(ACK_NANOS_MAX / 2);
    }

    private void endAll(List<Future<?>> senders, List<Future<?>> others) throws Exception {
        ended.set(true);
        for (Future<?> one : senders) {
            one.get(50, TimeUnit.SECONDS);
        }
        for (Future<?> one : others) {
            one.get(50, TimeUnit.SECONDS);
        }
    }

    /// What was acknowledged is what the log counts, stream by stream.
    private void assertBalances(FileRecordLog log) {
        assertThat(endOffset(log, hot)).isEqualTo(hotAccepted.get());
        for (OpenStream stream : quiet) {
            assertThat(endOffset(log, stream)).isEqualTo(QUIET_RECORDS);
        }
    }

    private static long endOffset(FileRecordLog log, OpenStream stream) {
        return log.firstOffsetAt(stream.definition().id(), 0, Long.MAX_VALUE);
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

    private Void repeat(long pauseMillis, Runnable task) {
        while (!ended.get()) {
            task.run();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
        return null;
    }

    private static void await(Condition condition) {
        long started = System.nanoTime();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(50));
            Thread.onSpinWait();
        }
    }

    private interface Condition {

        boolean holds();
    }
}
