package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Acknowledged before the disk has it: what that costs, and what it never costs.
@Timeout(120)
class UnsyncedTest {

    private static final long FAR = 1 << 24;

    private final SimulatedLog logs = new SimulatedLog();

    /// Behind the time that the streams' ids name.
    @BeforeEach
    void laterThanTheStreams() {
        logs.micros.set(CLICKS.unixMillis() * 1_000 + 1);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void anAcknowledgementSaysWhatItIsWorth() throws Exception {
        assertThat(logs.open().durability()).isEqualTo(Durability.FSYNC);
        assertThat(open(SyncMode.INTERVAL).durability()).isEqualTo(Durability.WRITTEN);
        assertThat(open(SyncMode.NONE).durability()).isEqualTo(Durability.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INTERVAL", "NONE"})
    void recordsAreReadBeforeTheyAreSyncedAndSurviveAKill(SyncMode mode) throws Exception {
        FileRecordLog log = open(mode);
        long before = log.statistics().fsyncs();
        append(log, CLICKS, "a");
        append(log, CLICKS, "b");
        assertThat(log.statistics().fsyncs()).as("no clock has moved").isEqualTo(before);
        assertThat(payloads(log, CLICKS)).containsExactly("a", "b");
        logs.kill();

        log = open(mode);

        assertThat(payloads(log, CLICKS)).containsExactly("a", "b");
        assertThat(append(log, CLICKS, "c").firstOffset()).isEqualTo(2 + FAR);
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INTERVAL", "NONE"})
    void aPowerCutCostsTheEndAndNoOffsetIsGivenTwice(SyncMode mode) throws Exception {
        FileRecordLog log = open(mode);
        append(log, CLICKS, "a", "b");
        logs.disk.cutPowerLosingAll();
        logs.close();

        log = open(mode);

        assertThat(log.recovery().lost())
                .singleElement()
                .satisfies(hole -> assertThat(hole.cause()).isEqualTo(Hole.Cause.UNSYNCED));
        assertThat(append(log, CLICKS, "c").firstOffset())
                .as("it may have lost all it had")
                .isEqualTo(FAR);
        assertThat(log.afterLoss(CLICKS, 0, 0)).isEqualTo(FAR);
        assertThat(log.backlog())
                .as("a flush goes on where the catalogue's checkpoint stands")
                .singleElement()
                .satisfies(one -> assertThat(one.firstOffset()).isZero());
    }

    @Test
    void aFlushGoesOnAtItsCheckpointAlsoWhereTheRecordsBehindItAreLostAndThoseBeforeItReleased() throws Exception {
        FileRecordLog log = open(SyncMode.NONE);
        append(log, CLICKS, "a");
        while (segments(logs.disk).size() < 3) {
            append(log, ORDERS, payload("b", 10_000));
        }
        logs.flush(log, CLICKS, 1);
        logs.flush(log, ORDERS, append(log, ORDERS, "c").firstOffset());
        assertThat(segments(logs.disk)).hasSize(1);
        append(log, CLICKS, "lost");
        logs.disk.cutPowerLosingAll();
        logs.close();

        log = open(SyncMode.NONE);
        long next = append(log, CLICKS, "d").firstOffset();

        assertThat(log.afterLoss(CLICKS, 0, 1)).isEqualTo(next);
        assertThat(log.backlog())
                .filteredOn(one -> one.stream().equals(CLICKS))
                .singleElement()
                .satisfies(one -> assertThat(one.firstOffset()).isEqualTo(1));
    }

    /// A partition that nobody remembers is moved on by every loss.
    @Test
    void aSecondPowerCutGivesNoOffsetTwiceEither() throws Exception {
        long highest = -1;
        for (int cut = 0; cut < 4; cut++) {
            FileRecordLog log = open(SyncMode.NONE);
            long first = append(log, CLICKS, "a", "b").firstOffset();
            assertThat(first).as("cut %d", cut).isGreaterThan(highest);
            assertThat(log.afterLoss(CLICKS, 0, 0)).as("all before is one gap").isEqualTo(first);
            highest = first + 1;
            logs.disk.cutPowerLosingAll();
            logs.close();
        }
    }

    /// Metadata from an older backup: what it says is missing was released, not lost in the crash.
    @Test
    @Tag("F32")
    void aCrashExcusesNothingThatItCannotHaveCaused() throws Exception {
        FileRecordLog log = open(SyncMode.NONE);
        append(log, CLICKS, "a");
        logs.flush(log, CLICKS, 1);
        List<Checkpoint> old = logs.flushed;
        while (segments(logs.disk).size() < 3) {
            append(log, CLICKS, payload("b", 10_000));
        }
        logs.flush(log, CLICKS, append(log, CLICKS, "c").firstOffset());
        assertThat(segments(logs.disk)).hasSize(1);
        logs.kill();
        logs.flushed = old;

        assertThatThrownBy(() -> open(SyncMode.NONE))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("lacks offsets that were durable");
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INTERVAL", "NONE"})
    void aCleanStopCostsNothing(SyncMode mode) throws Exception {
        append(open(mode), CLICKS, "a");
        logs.close();
        logs.disk.cutPowerLosingAll();

        FileRecordLog log = open(mode);

        assertThat(log.recovery().lost()).isEmpty();
        assertThat(payloads(log, CLICKS)).containsExactly("a");
        assertThat(append(log, CLICKS, "b").firstOffset()).isEqualTo(1);
    }

    @Test
    void whatIsOlderThanTheIntervalIsSynced() throws Exception {
        FileRecordLog log = open(SyncMode.INTERVAL);
        append(log, CLICKS, "a");
        long syncs = log.statistics().fsyncs();
        logs.nanos.addAndGet(Duration.ofMillis(100).toNanos());
        append(log, CLICKS, "b"); // the committer may be asleep: the next commit looks at the clock as well
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (log.statistics().fsyncs() == syncs && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        append(log, CLICKS, "c");
        logs.disk.cutPowerLosingAll();
        logs.close();

        assertThat(payloads(open(SyncMode.INTERVAL), CLICKS)).startsWith("a", "b");
    }

    @Test
    void aFullSegmentIsSyncedBeforeTheLogGoesOnInAnother() throws Exception {
        FileRecordLog log = open(SyncMode.NONE);
        List<String> sent = new ArrayList<>();
        for (int i = 0; segments(logs.disk).size() < 3; i++) {
            sent.add(payload("o" + i, 10_000));
            append(log, ORDERS, sent.getLast());
        }
        logs.disk.cutPowerLosingAll();
        logs.close();

        assertThat(payloads(open(SyncMode.NONE), ORDERS)).isEqualTo(sent.subList(0, sent.size() - 1));
    }

    /// Damage in what was synced is still damage.
    @Test
    void whatWasSyncedAndIsGoneStopsTheStart() throws Exception {
        FileRecordLog log = open(SyncMode.NONE);
        while (segments(logs.disk).size() < 2) {
            append(log, ORDERS, payload("o", 10_000));
        }
        logs.kill();
        String first = segments(logs.disk).getFirst();
        byte[] bytes = logs.disk.bytes(first);
        bytes[4096 + 100] ^= 1;
        logs.disk.put(first, bytes);

        assertThatThrownBy(() -> open(SyncMode.NONE)).isInstanceOf(DamagedLogException.class);
    }

    /// What was flushed lies in files, though the log never had it on its disk.
    @Test
    void aCheckpointBeyondWhatWasSyncedIsNoDamage() throws Exception {
        FileRecordLog log = open(SyncMode.NONE);
        append(log, CLICKS, "a", "b", "c");
        logs.flush(log, CLICKS, 3);
        logs.disk.cutPowerLosingAll();
        logs.close();

        log = open(SyncMode.NONE);

        assertThat(append(log, CLICKS, "d").firstOffset()).isEqualTo(3 + FAR);
        assertThat(log.afterLoss(CLICKS, 0, 3)).isEqualTo(3 + FAR);
    }

    @Test
    void aLogMayGoOnSyncingAgainBeforeEveryAcknowledgement() throws Exception {
        append(open(SyncMode.NONE), CLICKS, "a");
        logs.kill();
        FileRecordLog log = open(SyncMode.EVERY);
        assertThat(append(log, CLICKS, "b").firstOffset()).isEqualTo(1 + FAR);
        logs.disk.cutPowerLosingAll();
        logs.close();

        log = open(SyncMode.EVERY);

        assertThat(log.recovery().lost()).isEmpty();
        assertThat(append(log, CLICKS, "c").firstOffset()).isEqualTo(2 + FAR);
    }

    /// Ended at each operation of the disk, with what survives left to chance: what is left is the beginning of what
    /// was sent, and no offset is given twice.
    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INTERVAL", "NONE"})
    void wheneverThePowerGoesABeginningIsLeft(SyncMode mode) throws Exception {
        int points = 0;
        for (int kill = 1; ; kill++) {
            logs.switchTo(new SimulatedDisk());
            logs.disk.killAtOperation(kill);
            long highest = live(mode);
            boolean ended = !logs.disk.isKilled();
            logs.disk.cutPower(new SplittableRandom(kill));
            logs.close();
            FileRecordLog log = open(mode);
            List<String> left = payloads(log, ORDERS);
            for (int i = 0; i < left.size(); i++) {
                assertThat(left.get(i)).as("kill at %d", kill).startsWith("o" + i + ".");
            }
            long next = append(log, ORDERS, "n").firstOffset();
            assertThat(next).as("kill at %d", kill).isGreaterThan(highest);
            logs.kill();
            assertThat(append(open(mode), ORDERS, "m").firstOffset()).isGreaterThan(next);
            logs.close();
            if (ended) {
                break;
            }
            points++;
        }
        assertThat(points).isGreaterThan(20);
    }

    /// Recovery writes down where the log ends before it syncs what only the page cache has of it. Killed between, and
    /// the power cut then, the log ends earlier than is written down.
    @Test
    void aGapIsToldWholeWhereverRecoveryIsKilledBeforeThePowerGoes() throws Exception {
        boolean ended = false;
        int kill = 0;
        for (; !ended; kill++) {
            logs.switchTo(new SimulatedDisk());
            logs.flushed = List.of();
            FileRecordLog log = open(SyncMode.NONE);
            append(log, CLICKS, "a", "b", "c");
            logs.flush(log, CLICKS, 1);
            logs.kill();
            ended = openKilledAt(kill + 1);
            logs.disk.cutPowerLosingAll();
            log = open(SyncMode.NONE);
            long end = Math.max(1, payloads(log, CLICKS).size());
            long next = append(log, CLICKS, "d").firstOffset();
            assertThat(log.afterLoss(CLICKS, 0, end)).as("kill at %d", kill).isEqualTo(next);
            logs.close();
            assertThat(payloads(open(SyncMode.NONE), CLICKS, 0, next)).containsExactly("d");
        }
        assertThat(kill).isGreaterThan(20);
    }

    private boolean openKilledAt(int operation) {
        logs.disk.killAtOperation(operation);
        try {
            open(SyncMode.NONE);
        } catch (IOException | StorageException e) {
            assertThat(logs.disk.isKilled()).isTrue();
        }
        return !logs.disk.isKilled();
    }

    /// The highest offset that anyone was told of; -1 for none.
    private long live(SyncMode mode) throws Exception {
        long highest = -1;
        try {
            FileRecordLog log = open(mode);
            for (int i = 0; i < 14; i++) {
                logs.nanos.addAndGet(Duration.ofMillis(40).toNanos());
                highest = append(log, ORDERS, payload("o" + i + ".", 10_000)).firstOffset();
            }
        } catch (IOException | StorageException | ExecutionException e) {
            return highest; // killed
        }
        return highest;
    }

    private FileRecordLog open(SyncMode mode) throws IOException {
        logs.close();
        logs.sync = mode;
        return logs.open();
    }
}
