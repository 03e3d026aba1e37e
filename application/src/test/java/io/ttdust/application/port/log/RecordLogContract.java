package io.ttdust.application.port.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [RecordLog] with its [LogReader] and [LogBacklog] promises. An adapter's test extends this and
/// supplies the log.
///
/// @param <L> the log under test, which is all of them
@Timeout(60)
public abstract class RecordLogContract<L extends RecordLog & LogReader & LogBacklog> {

    protected static final StreamId CLICKS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    protected static final StreamId ORDERS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0002L));

    private static final long NOON = 1_700_000_000_000_000L;

    private final AtomicReference<Instant> now = new AtomicReference<>(instant(NOON));

    /// An empty log that takes its time from `clock`; the implementing test closes it after each test.
    protected abstract L open(InstantSource clock) throws Exception;

    private L log() throws Exception {
        return open(now::get);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Test
    void offsetsAreDenseForEachStreamAndPartition() throws Exception {
        L log = log();

        assertThat(append(log, CLICKS, 0, "a", "b").firstOffset()).isZero();
        assertThat(append(log, CLICKS, 1, "c").firstOffset()).isZero();
        assertThat(append(log, ORDERS, 0, "d", "e", "f").firstOffset()).isZero();
        assertThat(append(log, CLICKS, 0, "g").firstOffset()).isEqualTo(2);
        assertThat(append(log, ORDERS, 0, "h").firstOffset()).isEqualTo(3);
        assertThat(append(log, CLICKS, 1, "i").firstOffset()).isEqualTo(1);
    }

    @Test
    void aPartitionIsReadBackInOrderWithNothingOfItsNeighbours() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        append(log, CLICKS, 1, "other partition");
        append(log, ORDERS, 0, "other stream");
        append(log, CLICKS, 0, "c");

        assertThat(payloads(log, CLICKS, 0, 0)).containsExactly("a", "b", "c");
        assertThat(payloads(log, CLICKS, 1, 0)).containsExactly("other partition");
        assertThat(payloads(log, ORDERS, 0, 0)).containsExactly("other stream");
        assertThat(payloads(log, ORDERS, 7, 0)).isEmpty();
    }

    @Test
    void whatIsReadBackIsWhatWasAppended() throws Exception {
        L log = log();
        RecordAttributes all =
                new RecordAttributes("key-1", "user-7", Map.of("origin", "web", "empty", ""), -62_135_596_800_000_000L);
        byte[] binary = {0, -1, 127, -128, 0};
        RecordBatch batch = RecordBatch.builder(3, 16)
                .add(binary, all)
                .add(new byte[0])
                .add("ü€𝄞".getBytes(StandardCharsets.UTF_8), RecordAttributes.ofKey("key-2"))
                .build();

        Appended place = log.append(CLICKS, 3, 42, batch).get();

        LoggedBatch read = batches(log, CLICKS, 3, 0).getFirst();
        assertThat(read.stream()).isEqualTo(CLICKS);
        assertThat(read.partition()).isEqualTo(3);
        assertThat(read.firstOffset()).isEqualTo(place.firstOffset());
        assertThat(read.receiveMicros()).isEqualTo(place.receiveMicros());
        assertThat(read.schemaVersion()).isEqualTo(42);
        assertThat(read.records().size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(read.records().payload(i)).isEqualTo(batch.payload(i));
            assertThat(read.records().attributes(i)).isEqualTo(batch.attributes(i));
        }
    }

    @Test
    void aRecordBeyondTheBatchBoundIsTakenAlone() throws Exception {
        L log = log();
        byte[] large = new byte[RecordLog.BATCH_BYTES_MAX + 4097];
        Arrays.fill(large, (byte) 'x');

        append(log, CLICKS, 0, "before");
        log.append(CLICKS, 0, 1, RecordBatch.builder(1, large.length).add(large).build())
                .get();
        append(log, CLICKS, 0, "after");

        List<LoggedBatch> read = batches(log, CLICKS, 0, 0);
        assertThat(read).extracting(LoggedBatch::firstOffset).containsExactly(0L, 1L, 2L);
        assertThat(read.get(1).records().payload(0).mismatch(ByteBuffer.wrap(large)))
                .isEqualTo(-1);
    }

    @Test
    void batchesOutsideTheBoundsAreRefusedAndLeaveNoGap() throws Exception {
        L log = log();
        byte[] half = new byte[RecordLog.BATCH_BYTES_MAX / 2 + 1];
        RecordBatch empty = RecordBatch.builder(0, 0).build();
        RecordBatch tooLarge =
                RecordBatch.builder(2, 2 * half.length).add(half).add(half).build();

        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, empty)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.append(CLICKS, 0, 1, tooLarge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(tooLarge.payloadBytes()));
        assertThat(append(log, CLICKS, 0, "a").firstOffset()).isZero();
    }

    @Test
    @Tag("F15")
    void receiveTimesGrowOverAllStreamsAlsoWhenTheClockStandsOrStepsBack() throws Exception {
        L log = log();

        List<Long> times = new ArrayList<>();
        times.add(append(log, CLICKS, 0, "a").receiveMicros());
        times.add(append(log, ORDERS, 0, "b").receiveMicros());
        now.set(instant(NOON - 3_600_000_000L));
        times.add(append(log, CLICKS, 0, "c").receiveMicros());
        now.set(instant(NOON + 500));
        times.add(append(log, ORDERS, 1, "d").receiveMicros());

        assertThat(times).containsExactly(NOON, NOON + 1, NOON + 2, NOON + 500);
    }

    @Test
    void readingFromAnOffsetStartsWithTheBatchThatHoldsIt() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        append(log, CLICKS, 0, "c", "d");

        assertThat(payloads(log, CLICKS, 0, 1)).containsExactly("a", "b", "c", "d");
        assertThat(payloads(log, CLICKS, 0, 2)).containsExactly("c", "d");
        assertThat(payloads(log, CLICKS, 0, 3)).containsExactly("c", "d");
        assertThat(payloads(log, CLICKS, 0, 4)).isEmpty();
        assertThat(payloads(log, CLICKS, 0, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void readingStopsAtTheHorizonItWasGiven() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a");
        Horizon horizon = log.horizon();
        append(log, CLICKS, 0, "b");

        List<String> read = new ArrayList<>();
        log.read(CLICKS, 0, 0, horizon, batch -> addPayloads(batch, read));

        assertThat(read).containsExactly("a");
    }

    @Test
    void readingStopsWhenTheReaderHasEnough() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a");
        append(log, CLICKS, 0, "b");
        append(log, CLICKS, 0, "c");

        List<String> read = new ArrayList<>();
        log.read(CLICKS, 0, 0, log.horizon(), batch -> addPayloads(batch, read) && read.size() < 2);

        assertThat(read).containsExactly("a", "b");
    }

    @Test
    void anOffsetIsFoundByReceiveTime() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        now.set(instant(NOON + 1000));
        append(log, CLICKS, 0, "c", "d");

        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MIN_VALUE)).isZero();
        assertThat(log.firstOffsetAt(CLICKS, 0, NOON)).isZero();
        assertThat(log.firstOffsetAt(CLICKS, 0, NOON + 1)).isEqualTo(2);
        assertThat(log.firstOffsetAt(CLICKS, 0, NOON + 1000)).isEqualTo(2);
        assertThat(log.firstOffsetAt(CLICKS, 0, NOON + 1001)).isEqualTo(4);
        assertThat(log.firstOffsetAt(ORDERS, 0, NOON)).isZero();
    }

    @Test
    void whatComesAfterAHorizonIsLaterThanItsTime() throws Exception {
        L log = log();
        now.set(instant(NOON + 50));
        Horizon empty = log.horizon();
        Appended first = append(log, CLICKS, 0, "a");
        Horizon after = log.horizon();
        Appended second = append(log, CLICKS, 0, "b");

        assertThat(empty.throughMicros()).isEqualTo(NOON + 50);
        assertThat(first.receiveMicros()).isGreaterThan(empty.throughMicros());
        assertThat(after.throughMicros()).isGreaterThanOrEqualTo(first.receiveMicros());
        assertThat(after.endLsn()).isGreaterThan(empty.endLsn());
        assertThat(second.receiveMicros()).isGreaterThan(after.throughMicros());
    }

    @Test
    @Tag("F10")
    void anInterruptedThreadCanAppendAndReadAndDisturbsNobody() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a");

        Thread.currentThread().interrupt();
        Future<Appended> appended = log.append(CLICKS, 0, 1, batch("b"));
        List<String> read = payloads(log, CLICKS, 0, 0);
        boolean stillInterrupted = Thread.interrupted();

        assertThat(stillInterrupted).isTrue();
        assertThat(read).startsWith("a");
        assertThat(appended.get(50, TimeUnit.SECONDS).firstOffset()).isEqualTo(1);
        append(log, CLICKS, 0, "c");
        assertThat(payloads(log, CLICKS, 0, 0)).containsExactly("a", "b", "c");
    }

    @Test
    void everyBatchOfManyProducersIsReadOnceWhereItsFutureSaid() throws Exception {
        L log = log();
        int producers = 8;
        int batchesEach = 200;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int producer = 0; producer < producers; producer++) {
                Callable<List<String>> task = producing(log, producer, batchesEach);
                running.add(threads.submit(task));
            }
            for (Future<List<String>> one : running) {
                one.get(50, TimeUnit.SECONDS);
            }
            for (int partition = 0; partition < 2; partition++) {
                List<String> placed = new ArrayList<>();
                for (int producer = partition; producer < producers; producer += 2) {
                    placed.addAll(running.get(producer).get());
                }
                assertThat(places(log, partition))
                        .containsExactlyInAnyOrderElementsOf(placed)
                        .hasSize(producers / 2 * batchesEach * 2);
            }
        }
    }

    private Callable<List<String>> producing(L log, int producer, int batches) {
        return () -> {
            List<String> placed = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                String name = producer + "-" + i;
                Appended at = append(log, CLICKS, producer % 2, name, name + "'");
                placed.add(at.firstOffset() + "=" + name);
                placed.add((at.firstOffset() + 1) + "=" + name + "'");
            }
            return placed;
        };
    }

    private List<String> places(L log, int partition) {
        List<String> places = new ArrayList<>();
        long expected = 0;
        for (LoggedBatch batch : batches(log, CLICKS, partition, 0)) {
            assertThat(batch.firstOffset()).isEqualTo(expected);
            expected = batch.endOffset();
            for (int i = 0; i < batch.records().size(); i++) {
                places.add((batch.firstOffset() + i) + "=" + text(batch, i));
            }
        }
        return places;
    }

    @Test
    void theBacklogIsWhatIsDurableAndNotFlushed() throws Exception {
        L log = log();
        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isZero();
        Appended first = append(log, CLICKS, 0, "a", "b");
        append(log, CLICKS, 0, "c");
        Appended other = append(log, ORDERS, 3, "d");

        PartitionBacklog clicks = backlogOf(log, CLICKS, 0);
        PartitionBacklog orders = backlogOf(log, ORDERS, 3);
        assertThat(log.backlog()).hasSize(2);
        assertThat(clicks.firstOffset()).isZero();
        assertThat(clicks.endOffset()).isEqualTo(3);
        assertThat(clicks.oldestMicros()).isEqualTo(first.receiveMicros());
        assertThat(clicks.blocksRelease()).isFalse();
        assertThat(orders.oldestMicros()).isEqualTo(other.receiveMicros());
        assertThat(clicks.bytes()).isGreaterThanOrEqualTo(3);
        assertThat(orders.bytes()).isPositive();
        assertThat(log.unflushedBytes()).isEqualTo(clicks.bytes() + orders.bytes());

        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2)));
        assertThat(backlogOf(log, CLICKS, 0).firstOffset()).isEqualTo(2);
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 3)));
        assertThat(log.backlog()).containsExactly(orders);
        assertThat(log.unflushedBytes()).isEqualTo(orders.bytes());

        Appended next = append(log, CLICKS, 0, "e");
        assertThat(backlogOf(log, CLICKS, 0).firstOffset()).isEqualTo(3);
        assertThat(backlogOf(log, CLICKS, 0).endOffset()).isEqualTo(4);
        assertThat(backlogOf(log, CLICKS, 0).oldestMicros()).isLessThanOrEqualTo(next.receiveMicros());

        log.flushed(List.of(checkpoint(log, CLICKS, 0, 4), checkpoint(log, ORDERS, 3, 1)));
        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isZero();
    }

    @Test
    void aCheckpointThatIsNotBeyondAnEarlierOneChangesNothing() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        append(log, CLICKS, 0, "c");
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2)));
        List<PartitionBacklog> before = log.backlog();

        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2), checkpoint(log, ORDERS, 5, 0)));
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 0)));

        assertThat(log.backlog()).isEqualTo(before);
    }

    @Test
    void aCheckpointBeyondWhatIsDurableIsRefusedWithAllThatCameWithIt() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        List<PartitionBacklog> before = log.backlog();
        List<Checkpoint> beyond = List.of(checkpoint(log, CLICKS, 0, 1), checkpoint(log, CLICKS, 1, 1));

        assertThatThrownBy(() -> log.flushed(beyond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition=1, offset=1");
        assertThatThrownBy(() -> log.flushed(List.of(checkpoint(log, CLICKS, 0, 3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(log.backlog()).isEqualTo(before);
    }

    @Test
    void offsetsGoOnWhenEverythingIsFlushed() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a", "b");
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 2)));

        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(append(log, CLICKS, 0, "c").firstOffset()).isEqualTo(2);
        assertThat(payloads(log, CLICKS, 0, 2)).containsExactly("c");
        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MAX_VALUE)).isEqualTo(3);
    }

    @Test
    @Tag("F31")
    void whatAPinHoldsIsReleasedWhenItIsClosed() throws Exception {
        L log = log();
        int batches = 12;
        byte[] large = new byte[RecordLog.BATCH_BYTES_MAX];
        for (int i = 0; i < batches; i++) {
            log.append(
                            CLICKS,
                            0,
                            1,
                            RecordBatch.builder(1, large.length).add(large).build())
                    .get(50, TimeUnit.SECONDS);
        }
        LogPin pin = log.pin();
        log.flushed(List.of(checkpoint(log, CLICKS, 0, batches)));
        append(log, CLICKS, 0, "behind the pin");

        List<Long> read = new ArrayList<>();
        log.read(CLICKS, 0, 0, pin.horizon(), batch -> read.add(batch.firstOffset()));
        assertThat(read).hasSize(batches).startsWith(0L).endsWith(batches - 1L);
        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MIN_VALUE)).isZero();

        pin.close();
        pin.close();
        List<LoggedBatch> left = batches(log, CLICKS, 0, 0);
        assertThat(left.getFirst().firstOffset()).isPositive();
        assertThat(left.getLast().firstOffset()).isEqualTo(batches);
        assertThat(log.firstOffsetAt(CLICKS, 0, Long.MIN_VALUE))
                .isEqualTo(left.getFirst().firstOffset());
    }

    @Test
    @Tag("F31")
    void aPinIsHeldUntilItIsClosedWhateverIsFlushedMeanwhile() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a");
        LogPin pin = log.pin();
        LogPin other = log.pin();
        assertThat(pin.isHeld()).isTrue();
        log.flushed(List.of(checkpoint(log, CLICKS, 0, 1)));
        assertThat(pin.isHeld()).isTrue();

        pin.close();

        assertThat(pin.isHeld()).isFalse();
        assertThat(other.isHeld()).isTrue();
        other.close();
        assertThat(other.isHeld()).isFalse();
    }

    /// A checkpoint as whoever flushes would take it.
    protected static Checkpoint checkpoint(LogReader log, StreamId stream, int partition, long offset) {
        Horizon horizon = log.horizon();
        return new Checkpoint(stream, partition, offset, horizon.throughMicros(), horizon.endLsn());
    }

    protected static PartitionBacklog backlogOf(LogBacklog log, StreamId stream, int partition) {
        return log.backlog().stream()
                .filter(one -> one.stream().equals(stream) && one.partition() == partition)
                .findFirst()
                .orElseThrow();
    }

    protected static Appended append(RecordLog log, StreamId stream, int partition, String... payloads)
            throws Exception {
        return log.append(stream, partition, 1, batch(payloads)).get(50, TimeUnit.SECONDS);
    }

    protected static RecordBatch batch(String... payloads) {
        RecordBatch.Builder builder = RecordBatch.builder(payloads.length, 16);
        for (String payload : payloads) {
            builder.add(payload.getBytes(StandardCharsets.UTF_8));
        }
        return builder.build();
    }

    protected static List<LoggedBatch> batches(LogReader log, StreamId stream, int partition, long fromOffset) {
        List<LoggedBatch> batches = new ArrayList<>();
        log.read(stream, partition, fromOffset, log.horizon(), batches::add);
        return batches;
    }

    protected static List<String> payloads(LogReader log, StreamId stream, int partition, long fromOffset) {
        List<String> payloads = new ArrayList<>();
        log.read(stream, partition, fromOffset, log.horizon(), batch -> addPayloads(batch, payloads));
        return payloads;
    }

    private static boolean addPayloads(LoggedBatch batch, List<String> payloads) {
        for (int i = 0; i < batch.records().size(); i++) {
            payloads.add(text(batch, i));
        }
        return true;
    }

    private static String text(LoggedBatch batch, int index) {
        return StandardCharsets.UTF_8.decode(batch.records().payload(index)).toString();
    }
}
