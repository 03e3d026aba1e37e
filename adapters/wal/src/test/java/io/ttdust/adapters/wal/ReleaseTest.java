package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.PER_SEGMENT;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.contents;
import static io.ttdust.adapters.wal.SimulatedLog.fill;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.record.LoggedBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the log lets go of, when, and what for.
@Timeout(60)
class ReleaseTest {

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    private static List<PartitionBacklog> blocking(FileRecordLog log) {
        return log.backlog().stream().filter(PartitionBacklog::blocksRelease).toList();
    }

    @Test
    void aSegmentGoesWhenAllInItIsFlushedAndNoneBeforeAnOlderOne() throws Exception {
        FileRecordLog log = logs.open();
        append(log, ORDERS, "early");
        fill(log, CLICKS, 3 * PER_SEGMENT);
        append(log, ORDERS, "late");
        List<String> before = segments(logs.disk);
        assertThat(before).hasSize(4);
        assertThat(blocking(log)).hasSize(2);

        logs.flush(log, CLICKS, 3 * PER_SEGMENT);

        assertThat(segments(logs.disk)).isEqualTo(before);
        assertThat(blocking(log)).extracting(PartitionBacklog::stream).containsExactly(ORDERS);
        assertThat(log.statistics().segments()).isEqualTo(4);

        logs.flush(log, ORDERS, 1);

        assertThat(segments(logs.disk)).containsExactly(before.getLast());
        assertThat(blocking(log)).isEmpty();
        assertThat(log.statistics().segments()).isEqualTo(1);
        assertThat(payloads(log, ORDERS, 0, 1)).containsExactly("late");
    }

    @Test
    void theSegmentBeingWrittenStaysThoughAllIsFlushed() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2);
        logs.flush(log, CLICKS, 2);

        assertThat(log.backlog()).isEmpty();
        assertThat(segments(logs.disk)).hasSize(1);
        assertThat(payloads(log, CLICKS)).hasSize(2);
    }

    @Test
    void aPartlyFlushedSegmentStays() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2 * PER_SEGMENT);

        logs.flush(log, CLICKS, PER_SEGMENT - 1);
        assertThat(segments(logs.disk)).hasSize(2);
        logs.flush(log, CLICKS, PER_SEGMENT);
        assertThat(segments(logs.disk)).hasSize(1);
        assertThat(log.firstOffsetAt(CLICKS, 0, 0)).isEqualTo(PER_SEGMENT);
    }

    /// When the thread that fills spares comes to run decides whether it fills one more before a release makes one,
    /// and it can do so in any round. Over all orders of the two threads it fills four at most, however long the
    /// log is busy; a file each for the log's id and its start come on top.
    @Test
    void aBusyLogWritesIntoTheFilesItReleased() throws Exception {
        FileRecordLog log = logs.open();
        int written = 0;
        for (int round = 0; round < 40; round++) {
            fill(log, CLICKS, PER_SEGMENT);
            written += PER_SEGMENT;
            logs.flush(log, CLICKS, written);
        }
        assertThat(logs.disk.fills()).isLessThanOrEqualTo(4 + 2);
        assertThat(logs.disk.names()).hasSizeLessThanOrEqualTo(7);
        assertThat(logs.disk.names()).contains("log-id", "log-start");
    }

    /// The files are taken away before, as a thread of the log's own may still be filling one.
    @Test
    void toldAgainItReleasesNothingMoreAndTouchesNoFile() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2 * PER_SEGMENT);
        logs.flush(log, CLICKS, PER_SEGMENT + 1);
        List<String> before = segments(logs.disk);
        logs.disk.killProcess();

        log.flushed(logs.flushed);
        log.flushed(List.of());

        assertThat(segments(logs.disk)).isEqualTo(before);
    }

    @Test
    @Tag("F09")
    void aRestartGoesOnBehindTheCheckpointsAlsoWhereNothingIsLeftInTheLog() throws Exception {
        FileRecordLog log = logs.open();
        append(log, ORDERS, "a", "b");
        fill(log, CLICKS, 2 * PER_SEGMENT);
        Appended last = append(log, CLICKS, "last");
        logs.commit(log, ORDERS, 0, 2);
        logs.flush(log, CLICKS, 2 * PER_SEGMENT);
        logs.kill();
        logs.micros.set(SimulatedLog.NOON - 3_600_000_000L);

        FileRecordLog again = logs.open();

        assertThat(again.recovery().commitsCut()).isZero();
        assertThat(payloads(again, CLICKS, 0, 2 * PER_SEGMENT)).containsExactly("last");
        assertThat(again.firstOffsetAt(ORDERS, 0, 0)).isEqualTo(2);
        assertThat(again.backlog()).hasSize(1);
        Appended next = append(again, ORDERS, "c");
        assertThat(next.firstOffset()).isEqualTo(2);
        assertThat(next.receiveMicros()).isGreaterThan(last.receiveMicros());
    }

    @Test
    @Tag("F09")
    void whatWasCommittedAndNotToldBeforeAKillIsReleasedAtTheNextStart() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2 * PER_SEGMENT);
        Appended last = append(log, CLICKS, "last");
        logs.commit(log, CLICKS, 0, 2 * PER_SEGMENT + 1);
        logs.kill();
        logs.micros.set(SimulatedLog.NOON - 3_600_000_000L);

        FileRecordLog again = logs.open();

        assertThat(segments(logs.disk)).hasSize(1);
        assertThat(again.backlog()).isEmpty();
        assertThat(again.unflushedBytes()).isZero();
        assertThat(payloads(again, CLICKS, 0, 2 * PER_SEGMENT + 1)).isEmpty();
        logs.kill();

        FileRecordLog third = logs.open();
        assertThat(third.recovery().records()).isZero();
        assertThat(third.recovery().commitsCut()).isZero();
        Appended next = append(third, CLICKS, "next");
        assertThat(next.firstOffset()).isEqualTo(2 * PER_SEGMENT + 1);
        assertThat(next.receiveMicros()).isGreaterThan(last.receiveMicros());
    }

    @Test
    @Tag("F13")
    void anotherCleanRestartOfAReleasedLogChangesNothing() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2 * PER_SEGMENT);
        logs.flush(log, CLICKS, 2 * PER_SEGMENT);
        logs.close();
        logs.open();
        logs.close();
        byte[] start = logs.disk.bytes("log-start");
        for (int i = 0; i < 10; i++) {
            FileRecordLog again = logs.open();
            logs.commit(again, CLICKS, 0, 2 * PER_SEGMENT);
            logs.close();
            assertThat(again.recovery().commitsCut()).isZero();
            assertThat(again.recovery().bytesRewritten()).isZero();
            assertThat(logs.disk.bytes("log-start")).isEqualTo(start);
            assertThat(segments(logs.disk)).hasSize(1);
        }
    }

    @Test
    @Tag("F31")
    void aPinKeepsWhatWasThereForSixtySeconds() throws Exception {
        FileRecordLog log = logs.open();
        int appended = 2 * PER_SEGMENT - 1;
        fill(log, CLICKS, appended);
        LogPin first = log.pin();
        logs.nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
        LogPin second = log.pin();

        logs.flush(log, CLICKS, appended);
        first.close();
        assertThat(segments(logs.disk)).hasSize(2);
        assertThat(log.unflushedBytes())
                .as("pinned bytes are flushed all the same")
                .isZero();
        assertThat(payloads(log, CLICKS)).hasSize(appended);

        logs.nanos.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
        log.flushed(List.of());
        assertThat(segments(logs.disk)).hasSize(2);
        assertThat(second.isHeld()).isTrue();
        logs.nanos.addAndGet(1);
        assertThat(second.isHeld()).isFalse();
        log.flushed(List.of());
        assertThat(segments(logs.disk)).hasSize(1);
        assertThat(second.isHeld()).isFalse();
        second.close();
    }

    @Test
    @Tag("F31")
    void whoeverReadsWithAPinTooOldCanTellThatNothingBeingFoundProvesNothing() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, ORDERS, PER_SEGMENT);
        fill(log, CLICKS, 1);
        try (LogPin pin = log.pin()) {
            logs.nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
            logs.flush(log, ORDERS, PER_SEGMENT);
            List<LoggedBatch> read = new ArrayList<>();
            log.read(ORDERS, 0, 0, pin.horizon(), read::add);

            assertThat(read).isEmpty();
            assertThat(pin.isHeld()).isFalse();
        }
    }

    @Test
    void aPinTakenLaterNeedsOnlyWhatIsLeft() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, PER_SEGMENT);
        LogPin early = log.pin();
        fill(log, CLICKS, 2 * PER_SEGMENT);
        logs.flush(log, CLICKS, PER_SEGMENT);
        assertThat(segments(logs.disk)).hasSize(3);
        early.close();
        assertThat(segments(logs.disk)).hasSize(2);
        try (LogPin late = log.pin()) {
            logs.flush(log, CLICKS, 2 * PER_SEGMENT);
            assertThat(segments(logs.disk)).hasSize(2);
            List<LoggedBatch> read = new ArrayList<>();
            log.read(CLICKS, 0, 0, late.horizon(), read::add);
            assertThat(read).hasSize(2 * PER_SEGMENT);
        }
        assertThat(segments(logs.disk)).hasSize(1);
    }

    @Test
    @Tag("F31")
    void aReaderWhosePinIsTooOldIsToldAndReadsNothingForeign() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 3 * PER_SEGMENT);
        List<Long> read = new ArrayList<>();
        try (LogPin pin = log.pin()) {
            assertThatThrownBy(() -> log.read(CLICKS, 0, 0, pin.horizon(), batch -> {
                        if (read.isEmpty()) {
                            logs.nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
                            releaseAndOverwrite(log, 3 * PER_SEGMENT);
                        }
                        return read.add(batch.firstOffset());
                    }))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("released");
        }
        assertThat(read).hasSizeLessThan(3 * PER_SEGMENT);
    }

    /// Flushes CLICKS, and writes ORDERS into every file that was released.
    private void releaseAndOverwrite(FileRecordLog log, int offset) {
        try {
            logs.flush(log, CLICKS, offset);
            fill(log, ORDERS, 4 * PER_SEGMENT);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("F31")
    void theBytesOfAFileThatGotAnotherUseWhileItWasReadAreNotShown() throws Exception {
        HookedFiles files = new HookedFiles(logs.disk.mount());
        FileRecordLog log = logs.open(files, 0);
        fill(log, CLICKS, 2 * PER_SEGMENT);
        List<LoggedBatch> read = new ArrayList<>();

        files.beforeRead(() -> releaseAndOverwrite(log, 2 * PER_SEGMENT));
        assertThatThrownBy(() -> log.read(CLICKS, 0, 0, log.horizon(), read::add))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("released");
        assertThat(read).isEmpty();
        assertThat(log.failure()).isNull();
    }

    @Test
    void afterClosingNoFileIsTouched() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2 * PER_SEGMENT);
        LogPin pin = log.pin();
        logs.commit(log, CLICKS, 0, 2 * PER_SEGMENT);
        log.close();
        Map<String, ByteBuffer> before = contents(logs.disk);

        log.flushed(logs.flushed);
        pin.close();

        assertThat(contents(logs.disk)).isEqualTo(before);
    }

    @Test
    void unflushedBytesCountFromStagingOn() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, payload("a", 1000));
        long one = log.unflushedBytes();
        assertThat(one).isBetween(1000L, 1200L);
        Future<Appended> staged = log.append(CLICKS, 0, 1, SimulatedLog.batch(payload("b", 1000)));
        assertThat(log.unflushedBytes()).isEqualTo(2 * one);
        append(log, CLICKS, payload("c", 1000));
        SimulatedLog.await(staged);
        assertThat(log.backlog().getFirst().bytes()).isEqualTo(3 * one);

        logs.flush(log, CLICKS, 2);
        assertThat(log.unflushedBytes()).isEqualTo(one);
        assertThat(log.backlog().getFirst().bytes()).isEqualTo(one);
        logs.kill();
        assertThat(logs.open().unflushedBytes()).isEqualTo(one);
    }

    @Test
    void aThousandPartitionsAreToldInMilliseconds() throws Exception {
        FileRecordLog log = logs.open();
        List<Future<Appended>> appended = new ArrayList<>();
        for (int partition = 0; partition <= 1000; partition++) {
            appended.add(log.append(CLICKS, partition, 1, SimulatedLog.batch("x")));
        }
        SimulatedLog.await(appended.getLast());
        long nanos = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            assertThat(log.backlog()).hasSize(1001);
            nanos = Math.min(nanos, System.nanoTime() - start);
        }
        assertThat(TimeUnit.NANOSECONDS.toMicros(nanos)).isLessThan(3000);
    }
}
