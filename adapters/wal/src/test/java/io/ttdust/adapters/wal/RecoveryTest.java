package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.NOON;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.SEGMENT_BYTES;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.SegmentHeader;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.recovery.RecoveryReport;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.Appended;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What opening a log keeps and what it cuts.
@Timeout(60)
class RecoveryTest {

    private static final int BLOCK = 4096;

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    /// A log whose last commit covers five blocks and is not proven to be durable; answers the segment's name.
    private String logWithUnprovenTail() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a", "b");
        append(log, ORDERS, payload("c", 4 * BLOCK + 1000));
        logs.kill();
        return segments(logs.disk).getFirst();
    }

    @Test
    @Tag("F01")
    void everythingAcknowledgedSurvivesAPowerCutThatLosesAllElse() throws Exception {
        FileRecordLog log = logs.open();
        for (int i = 0; i < 40; i++) {
            append(log, CLICKS, payload("a" + i, 5000));
        }
        logs.disk.cutPowerLosingAll();
        logs.close();

        assertThat(payloads(logs.open(), CLICKS)).hasSize(40);
    }

    @Test
    void whatIsKeptWithoutProofIsWrittenAgain() throws Exception {
        logWithUnprovenTail();

        RecoveryReport report = logs.open().recovery();

        assertThat(report.commits()).isEqualTo(2);
        assertThat(report.records()).isEqualTo(3);
        assertThat(report.commitsCut()).isZero();
        assertThat(report.bytesRewritten()).isEqualTo(5 * BLOCK);
    }

    @Test
    void onlyTheCommitWithoutProofIsWrittenAgain() throws Exception {
        String segment = logWithUnprovenTail();
        byte[] before = logs.disk.bytes(segment);
        // A disk that shows the tail but does not have it, as after a sync that failed.
        logs.disk.put(segment, Arrays.copyOf(before, 2 * BLOCK));
        try (LogFile file = logs.disk.mount().open(segment)) {
            file.write(ByteBuffer.wrap(before, 2 * BLOCK, before.length - 2 * BLOCK), 2 * BLOCK);
            logs.disk.failSync(1);
            assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
        }

        assertThat(payloads(logs.open(), ORDERS)).hasSize(1);
        logs.disk.cutPowerLosingAll();
        logs.close();
        assertThat(payloads(logs.open(), ORDERS)).hasSize(1);
    }

    @Test
    @Tag("F03")
    void aCommitTornAtAnyBlockIsCutWholeAndCounted() throws Exception {
        String segment = logWithUnprovenTail();
        SimulatedDisk whole = logs.disk;
        for (int block = 0; block < 5; block++) {
            SimulatedDisk torn = whole.copy();
            byte[] bytes = torn.bytes(segment);
            Arrays.fill(bytes, (2 + block) * BLOCK, (3 + block) * BLOCK, (byte) 0);
            torn.put(segment, bytes);
            logs.switchTo(torn);

            FileRecordLog log = logs.open();
            assertThat(payloads(log, ORDERS)).isEmpty();
            assertThat(payloads(log, CLICKS)).containsExactly("a", "b");
            assertThat(log.recovery().commitsCut()).as("block %d", block).isEqualTo(block == 0 ? 0 : 1);
            assertThat(log.recovery().bytesCut()).isEqualTo(block == 0 ? 0 : 5 * BLOCK);
            assertThat(append(log, ORDERS, "d").firstOffset()).isZero();
            logs.kill();
            assertThat(payloads(logs.open(), ORDERS)).containsExactly("d");
        }
    }

    @Test
    @Tag("F02")
    void wholeCommitsBehindATornOneThatNobodyWasToldOfAreCutWithIt() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        logs.kill();
        String segment = segments(logs.disk).getFirst();
        byte[] bytes = logs.disk.bytes(segment);
        // Two copies of the first commit behind it, neither synced when the other was written; the first is torn.
        copyCommit(bytes, 0, BLOCK, 2 * BLOCK, 2 * BLOCK);
        copyCommit(bytes, 0, BLOCK, 3 * BLOCK, 2 * BLOCK);
        bytes[2 * BLOCK + 100] ^= 1;
        logs.disk.put(segment, bytes);

        FileRecordLog reopened = logs.open();

        assertThat(payloads(reopened, CLICKS)).containsExactly("a");
        assertThat(reopened.recovery().commitsCut()).isEqualTo(2);
        assertThat(reopened.recovery().recordsCut()).isEqualTo(1);
    }

    /// Makes the commit at `from` of a segment again at `to`.
    private void copyCommit(byte[] segment, long base, int from, int to, long durableLsn) {
        ByteBuffer commit = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        commit.put(segment, from, BLOCK);
        CommitHeader.write(
                commit,
                CommitHeader.length(commit, 0),
                CommitHeader.frames(commit, 0),
                0,
                base + to,
                CommitHeader.session(commit, 0),
                durableLsn,
                NOON,
                new Checksum(logs.disk.bytes("log-id")));
        commit.get(0, segment, to, BLOCK);
    }

    private void flip(String name, int at) {
        byte[] bytes = logs.disk.bytes(name);
        bytes[at] ^= 0x10;
        logs.disk.put(name, bytes);
    }

    @Test
    void aStaleCommitOfARecycledFileNeverGoesOnFromANewOne() throws Exception {
        append(logs.open(), CLICKS, "a");
        logs.close();
        append(logs.open(), CLICKS, "old");
        logs.kill();
        String recycled = segments(logs.disk).getLast();
        byte[] bytes = logs.disk.bytes(recycled);
        long base = SegmentCatalog.base(recycled);
        copyCommit(bytes, base, BLOCK, 2 * BLOCK, base + BLOCK);
        logs.disk.put(recycled, bytes);
        flip(recycled, BLOCK + 70);

        assertThat(logs.open().recovery().commitsCut()).isEqualTo(2);
        logs.close();
        logs.disk.names().stream().filter(name -> name.startsWith("spare-")).forEach(logs.disk::remove);
        logs.disk.put("spare-1", bytes);
        append(logs.open(), CLICKS, "new");
        logs.kill();

        SimulatedDisk whole = logs.disk;
        String made = segments(whole).getLast();
        assertThat(Arrays.copyOfRange(whole.bytes(made), 2 * BLOCK, 3 * BLOCK))
                .as("the stale commit lies behind the new one")
                .isEqualTo(Arrays.copyOfRange(bytes, 2 * BLOCK, 3 * BLOCK));
        logs.switchTo(whole.copy());
        assertThat(payloads(logs.open(), CLICKS)).containsExactly("a", "new");
        logs.switchTo(whole);
        flip(made, BLOCK + 70);
        assertThat(payloads(logs.open(), CLICKS)).containsExactly("a");
    }

    @Test
    @Tag("F05")
    void aLastSegmentThatIsEmptyOrZeroOrHalfBegunIsAnEmptyTail() throws Exception {
        append(logs.open(), CLICKS, "a");
        logs.close();
        SimulatedDisk before = logs.disk;
        String next = SegmentCatalog.name(SEGMENT_BYTES);
        byte[] header = new SegmentHeader(SEGMENT_BYTES, SEGMENT_BYTES, 2, 2 * BLOCK, SyncMode.EVERY)
                .block(before.bytes("log-id"))
                .array();
        byte[] half = new byte[SEGMENT_BYTES];
        System.arraycopy(header, 0, half, 0, 512);
        for (byte[] tail : List.of(new byte[0], new byte[100], new byte[SEGMENT_BYTES], half, header)) {
            SimulatedDisk disk = before.copy();
            disk.put(next, tail);
            logs.switchTo(disk);

            FileRecordLog log = logs.open();
            assertThat(payloads(log, CLICKS)).containsExactly("a");
            assertThat(log.recovery().commitsCut()).isZero();
            append(log, CLICKS, "b");
            logs.kill();
            assertThat(payloads(logs.open(), CLICKS)).containsExactly("a", "b");
        }
    }

    @Test
    void anotherCleanRestartChangesNothing() throws Exception {
        append(logs.open(), CLICKS, "a");
        logs.close();
        logs.open();
        logs.close();
        List<String> before = logs.disk.names();
        for (int i = 0; i < 20; i++) {
            RecoveryReport report = logs.open().recovery();
            logs.close();
            assertThat(report.commitsCut()).isZero();
            assertThat(report.bytesRewritten()).isZero();
            assertThat(report.records()).isEqualTo(1);
        }
        assertThat(segments(logs.disk)).hasSize(2).startsWith(before.getFirst());
        assertThat(logs.disk.names())
                .filteredOn(name -> name.startsWith("spare-"))
                .hasSizeLessThanOrEqualTo(3);
        assertThat(logs.disk.bytes(before.getFirst())).as("trimmed to its end").hasSize(2 * BLOCK);
    }

    @Test
    void whatLiesBehindTheEndThatALaterSegmentKnowsDoesNotCount() throws Exception {
        append(logs.open(), CLICKS, "a");
        logs.close();
        byte[] untrimmed = logs.disk.bytes(segments(logs.disk).getFirst());
        FileRecordLog log = logs.open();
        append(log, CLICKS, "b");
        append(log, CLICKS, "c");
        logs.kill();
        logs.disk.put(segments(logs.disk).getFirst(), untrimmed);

        assertThat(payloads(logs.open(), CLICKS)).containsExactly("a", "b", "c");
    }

    @Test
    void aSegmentThatALaterSessionGaveUpDoesNotCount() throws Exception {
        append(logs.open(), CLICKS, "a");
        logs.close();
        logs.open();
        logs.close();
        String givenUp = segments(logs.disk).getLast();
        byte[] bytes = logs.disk.bytes(givenUp);
        FileRecordLog log = logs.open();
        append(log, CLICKS, "b");
        append(log, CLICKS, "c");
        logs.kill();
        assertThat(logs.disk.names()).doesNotContain(givenUp);
        logs.disk.put(givenUp, bytes);

        assertThat(payloads(logs.open(), CLICKS)).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("F15")
    void receiveTimesGoOnGrowingWhenTheClockIsAnHourBackAfterARestart() throws Exception {
        Appended before = append(logs.open(), CLICKS, "a");
        logs.kill();
        logs.micros.set(NOON - 3_600_000_000L);

        FileRecordLog log = logs.open();

        assertThat(log.horizon().throughMicros()).isGreaterThanOrEqualTo(before.receiveMicros());
        assertThat(append(log, CLICKS, "b").receiveMicros()).isGreaterThan(before.receiveMicros());
        assertThat(log.firstOffsetAt(CLICKS, 0, before.receiveMicros() + 1)).isEqualTo(1);
    }

    @Test
    void batchesWithIdempotencyKeysAreShownWhileOpening() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "plain");
        RecordBatch batch = RecordBatch.builder(2, 8)
                .add(new byte[] {1})
                .add(new byte[] {2}, RecordAttributes.ofKey("key-1"))
                .build();
        Appended at = SimulatedLog.await(log.append(ORDERS, 3, 1, batch));
        logs.kill();

        logs.open();

        assertThat(logs.keyed).hasSize(1);
        assertThat(logs.keyed.getFirst().stream()).isEqualTo(ORDERS);
        assertThat(logs.keyed.getFirst().partition()).isEqualTo(3);
        assertThat(logs.keyed.getFirst().firstOffset()).isZero();
        assertThat(logs.keyed.getFirst().receiveMicros()).isEqualTo(at.receiveMicros());
        assertThat(logs.keyed.getFirst().records().attributes(1).idempotencyKey())
                .isEqualTo("key-1");
        assertThat(logs.keyed.getFirst().records().fingerprint(1)).isEqualTo(batch.fingerprint(1));
    }

    @Test
    void anIdleLogProvesItsLastCommitByAnEmptyOne() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        long syncs = log.statistics().fsyncs();
        logs.nanos.addAndGet(50_000_000L);
        while (log.statistics().fsyncs() == syncs) {
            Thread.onSpinWait();
        }
        logs.kill();
        SimulatedDisk whole = logs.disk.copy();

        assertThat(logs.open().recovery().bytesRewritten()).isZero();
        logs.switchTo(whole);
        flip(segments(whole).getFirst(), BLOCK + 70);
        assertThatThrownBy(logs::open).isInstanceOf(DamagedLogException.class);
    }

    @Test
    void aKillAtAnyOperationOfRecoveryLeavesTheSameLog() throws Exception {
        logWithUnprovenTail();
        append(logs.open(), CLICKS, payload("d", 3 * BLOCK));
        logs.kill();
        flip(segments(logs.disk).getLast(), 2 * BLOCK + 70);
        SimulatedDisk before = logs.disk;
        logs.switchTo(before.copy());
        logs.open();
        long operations = logs.disk.operations();
        for (int kill = 1; kill <= operations; kill++) {
            logs.switchTo(before.copy());
            logs.disk.killAtOperation(kill);
            try {
                logs.open();
            } catch (StorageException | IOException e) {
                assertThat(e).hasStackTraceContaining("this process was killed");
            }
            SplittableRandom random = new SplittableRandom(kill);
            logs.disk.cutPower(random);
            logs.close();

            FileRecordLog log = logs.open();
            assertThat(payloads(log, CLICKS)).as("killed at operation %d", kill).containsExactly("a", "b");
            assertThat(payloads(log, ORDERS)).hasSize(1);
        }
    }
}
