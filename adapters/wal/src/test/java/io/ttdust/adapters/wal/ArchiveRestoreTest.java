package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.PER_SEGMENT;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.contents;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ttdust.adapters.wal.archive.ArchiveRestore;
import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.archive.RestoredLog;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.inspection.LogInspection;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The drill: a log whose disk is gone comes back from its archive, as far as that goes.
@Timeout(120)
class ArchiveRestoreTest {

    private static final LogArchive.Listener QUIET = LogArchive.Listener.NONE;

    private final SimulatedLog logs = new SimulatedLog();
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final LogArchive archive = new LogArchive(store, "node-a", QUIET);
    private final List<String> clicks = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();

    @BeforeEach
    void laterThanTheStreams() {
        logs.micros.set(CLICKS.unixMillis() * 1_000 + 1);
        logs.archive = archive;
    }

    @AfterEach
    void close() {
        logs.close();
    }

    /// Appends to both streams in turn, one record a commit.
    private void write(FileRecordLog log, int records) throws Exception {
        for (int i = 0; i < records; i++) {
            boolean click = i % 2 == 0;
            List<String> sent = click ? clicks : orders;
            sent.add(payload((click ? "c" : "o") + sent.size(), 10_000));
            append(log, click ? CLICKS : ORDERS, sent.getLast());
        }
    }

    /// Four segments of which three are archived, CLICKS flushed up to 4 and ORDERS beyond the archive; then the
    /// disk is gone.
    private void liveAndLoseTheDisk() throws Exception {
        FileRecordLog log = logs.open();
        write(log, 4 * PER_SEGMENT);
        ArchiveTest.await(() -> log.statistics().archived() == 3);
        logs.flush(log, CLICKS, 4);
        logs.flush(log, ORDERS, orders.size());
        logs.switchTo(new SimulatedDisk());
    }

    private RestoredLog restore() throws IOException {
        return restore(0);
    }

    private RestoredLog restore(long fromLsn) throws IOException {
        return ArchiveRestore.run(logs.disk.mount(), archive, fromLsn, logs.micros.get());
    }

    /// What the three archived segments hold and no file has is read and nothing else; nothing is given twice.
    private void requireAllBack(FileRecordLog log, String when) throws Exception {
        int archived = 3 * PER_SEGMENT / 2 + 1;
        assertThat(payloads(log, CLICKS, 0, 4)).as(when).isEqualTo(clicks.subList(4, archived));
        assertThat(log.backlog())
                .as(when)
                .extracting(PartitionBacklog::stream, PartitionBacklog::firstOffset)
                .containsExactly(tuple(CLICKS, 4L));
        assertThat(log.recovery().lost())
                .as(when)
                .extracting(Hole::cause)
                .allMatch(cause -> cause == Hole.Cause.RESTORED);
        assertThat(append(log, CLICKS, "next").firstOffset()).as(when).isGreaterThan(clicks.size());
        assertThat(append(log, ORDERS, "next").firstOffset()).as(when).isGreaterThan(orders.size());
        assertThat(log.afterLoss(CLICKS, 0, archived)).as(when).isGreaterThan(clicks.size());
    }

    @Test
    void everyArchivedRecordIsThereAndNoOffsetIsGivenTwice() throws Exception {
        liveAndLoseTheDisk();

        RestoredLog restored = restore();

        assertThat(restored.segments()).isEqualTo(3);
        assertThat(restored.startLsn()).isZero();
        assertThat(LogInspection.of(logs.disk.mount()).isDamaged()).isFalse();
        FileRecordLog log = logs.open();
        assertThat(log.recovery().lost())
                .singleElement()
                .satisfies(hole -> assertThat(hole.fromLsn()).isEqualTo(restored.endLsn()));
        requireAllBack(log, "restored");
        assertThat(log.horizon().endLsn()).as("no LSN of the lost disk").isGreaterThan(restored.endLsn() + (1L << 40));
        logs.kill();

        FileRecordLog again = logs.open();

        assertThat(again.recovery().lost()).isEmpty();
        assertThat(payloads(again, CLICKS, 0, again.afterLoss(CLICKS, 0, 8))).containsExactly("next");
    }

    @Test
    void theArchiveOfARestoredLogGoesOn() throws Exception {
        liveAndLoseTheDisk();
        restore();
        FileRecordLog log = logs.open();
        write(log, 2 * PER_SEGMENT);
        ArchiveTest.await(() -> log.statistics().archived() == 4);
        logs.switchTo(new SimulatedDisk());

        RestoredLog restored = restore();

        assertThat(restored.segments()).isEqualTo(4);
        FileRecordLog twice = logs.open();
        assertThat(twice.recovery().lost()).hasSize(1);
        assertThat(payloads(twice, CLICKS, 0, twice.afterLoss(CLICKS, 0, 8))).hasSizeGreaterThan(1);
        assertThat(twice.losses().holes()).hasSize(2);
    }

    /// Nothing that is restored proves the empty commit at an archived segment's end, so the log ends before it.
    @Test
    void anArchivedSegmentThatEndsWithAnEmptyCommitIsStillTakenForTheLogs() throws Exception {
        FileRecordLog log = logs.open();
        write(log, PER_SEGMENT - 1);
        long synced = log.statistics().fsyncs();
        logs.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        ArchiveTest.await(() -> log.statistics().fsyncs() > synced);
        write(log, 1); // goes into the next one
        ArchiveTest.await(() -> log.statistics().archived() == 1);
        logs.switchTo(new SimulatedDisk());
        restore();

        FileRecordLog restored = logs.open();
        write(restored, PER_SEGMENT + 1);

        ArchiveTest.await(() -> restored.statistics().archived() == 2);
        logs.kill();
        assertThat(logs.open().recovery().lost()).isEmpty();
        logs.switchTo(new SimulatedDisk());
        assertThat(restore().segments()).isEqualTo(2);
        FileRecordLog twice = logs.open();
        assertThat(twice.recovery().lost()).hasSize(1);
        assertThat(payloads(twice, CLICKS, 0, twice.afterLoss(CLICKS, 0, PER_SEGMENT / 2)))
                .isNotEmpty();
    }

    @Test
    void itCanBeKilledAnywhereAndRunAgain() throws Exception {
        liveAndLoseTheDisk();
        restore();
        Map<String, ByteBuffer> whole = contents(logs.disk);
        int points = 0;
        for (int kill = 1; ; kill++) {
            logs.switchTo(new SimulatedDisk());
            logs.disk.killAtOperation(kill);
            boolean ended = true;
            try {
                restore();
            } catch (IOException e) {
                ended = false;
            }
            if (kill % 2 == 0) {
                logs.disk.cutPower(new SplittableRandom(kill));
            } else {
                logs.disk.killProcess();
            }
            if (!logs.disk.names().contains("log-id") && logs.disk.names().contains("log-id.restoring")) {
                assertThatThrownBy(logs::open).as("kill at %d", kill).hasMessageContaining("run it again");
            }
            restore();
            assertThat(contents(logs.disk)).as("kill at %d", kill).isEqualTo(whole);
            if (ended) {
                break;
            }
            points++;
        }
        assertThat(points).isGreaterThan(30);
    }

    @Test
    void theStartBehindItCanBeKilledAnywhere() throws Exception {
        liveAndLoseTheDisk();
        restore();
        SimulatedDisk restored = logs.disk.copy();
        int points = 0;
        for (int kill = 1; ; kill++) {
            logs.switchTo(restored.copy());
            logs.archive = null;
            logs.disk.killAtOperation(kill);
            boolean ended = true;
            try {
                logs.open();
            } catch (IOException | StorageException e) {
                ended = false;
            }
            logs.disk.cutPower(new SplittableRandom(kill));
            logs.close();
            requireAllBack(logs.open(), "kill at %d".formatted(kill));
            if (ended) {
                break;
            }
            points++;
        }
        assertThat(points).isGreaterThan(30);
    }

    @Test
    void aDirectoryThatHoldsALogIsLeftAlone() throws Exception {
        liveAndLoseTheDisk();
        restore();
        SimulatedDisk restored = logs.disk.copy();
        logs.open();
        logs.kill();
        Map<String, ByteBuffer> before = contents(logs.disk);

        assertThatThrownBy(this::restore).hasMessageContaining("there is a log in the directory already");
        assertThat(contents(logs.disk)).isEqualTo(before);

        logs.switchTo(restored);
        logs.disk.remove("log-id");
        assertThatThrownBy(this::restore).hasMessageContaining("without its id");
        assertThat(segments(logs.disk)).hasSize(3);
    }

    @Test
    void gapsOfTheLogComeBackWithIt() throws Exception {
        logs.sync = SyncMode.INTERVAL;
        FileRecordLog log = logs.open();
        write(log, 2);
        logs.kill();
        FileRecordLog later = logs.open();
        write(later, 2 * PER_SEGMENT);
        ArchiveTest.await(() -> later.statistics().archived() == 2);
        long gapEnd = later.afterLoss(CLICKS, 0, 1);
        assertThat(gapEnd).isGreaterThan(1 << 24);
        logs.switchTo(new SimulatedDisk());

        restore();

        FileRecordLog restored = logs.open();
        assertThat(restored.afterLoss(CLICKS, 0, 1)).isEqualTo(gapEnd);
        assertThat(payloads(restored, CLICKS, 0, gapEnd)).isNotEmpty();
    }

    @Test
    void aMissingSegmentIsNamedAndCanBePassedOver() throws Exception {
        liveAndLoseTheDisk();
        List<String> keys = List.copyOf(store.snapshot().keySet());
        store.delete(keys.get(1));

        assertThatThrownBy(this::restore)
                .hasMessageContaining("lacks what lay from LSN")
                .hasMessageContaining(keys.get(0))
                .hasMessageContaining("--from-lsn 131072");
        assertThat(logs.disk.names()).isEmpty();

        assertThat(restore(131_072).segments()).isEqualTo(1);
        FileRecordLog log = logs.open();
        long first = log.afterLoss(CLICKS, 0, 4);
        assertThat(payloads(log, CLICKS, 0, first)).isEqualTo(clicks.subList((int) first, 8));
    }

    @Test
    void aDamagedOrForeignSegmentIsNamed() throws Exception {
        liveAndLoseTheDisk();
        String key = List.copyOf(store.snapshot().keySet()).get(1);
        byte[] bytes = store.snapshot().getOrDefault(key, new byte[0]).clone();
        bytes[40] ^= 1;
        store.delete(key);
        store.put(key, List.of(ByteBuffer.wrap(bytes)));

        assertThatThrownBy(this::restore).isInstanceOf(StorageException.class).hasMessageContaining(key);
    }

    @Test
    void anUnknownNodeIsToldWhichThereAre() throws Exception {
        liveAndLoseTheDisk();

        assertThatThrownBy(() -> ArchiveRestore.run(logs.disk.mount(), LogArchive.of(store, "node-b"), 0, 1))
                .hasMessageContaining("node-b")
                .hasMessageContaining("[node-a]");
    }
}
