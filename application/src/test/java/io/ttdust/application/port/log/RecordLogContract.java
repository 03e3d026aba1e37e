package io.ttdust.application.port.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [RecordLog] with its [LogReader] and [LogBacklog] promises, [LogBacklogContract] included. An
/// adapter's test extends this and supplies the log.
///
/// @param <L> the log under test, which is all of them
public abstract class RecordLogContract<L extends RecordLog & LogReader & LogBacklog> extends LogBacklogContract<L> {

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
    void whatItsConditionForbidsIsNotWrittenAndTakesNoOffset() throws Exception {
        L log = log();
        append(log, CLICKS, 0, "a");

        assertThat(log.append(CLICKS, 0, 1, batch("b"), () -> false)).isNull();
        assertThat(log.append(CLICKS, 0, 1, batch("x".repeat(RecordLog.BATCH_BYTES_MAX)), () -> false))
                .isNull();
        Future<Appended> allowed = log.append(CLICKS, 0, 2, batch("c"), () -> true);

        assertThat(Objects.requireNonNull(allowed).get(50, TimeUnit.SECONDS).firstOffset())
                .isEqualTo(1);
        assertThat(payloads(log, CLICKS, 0, 0)).containsExactly("a", "c");
    }

    @Test
    void whatAppendsUnderAConditionThatEndedHasNoOffsetBehindThoseOfTheNext() throws Exception {
        L log = log();
        AtomicInteger epoch = new AtomicInteger();
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            producers.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < 500; k++) {
                    int own = k % 8 == 0 ? epoch.incrementAndGet() : epoch.get();
                    Object _ = log.append(CLICKS, 0, own, batch("r"), () -> epoch.get() == own);
                }
            }));
        }
        for (Thread producer : producers) {
            producer.join();
        }
        append(log, CLICKS, 1, "durable, and so is all before");

        assertThat(batches(log, CLICKS, 0, 0).stream().map(LoggedBatch::schemaVersion))
                .isSorted();
    }
}
