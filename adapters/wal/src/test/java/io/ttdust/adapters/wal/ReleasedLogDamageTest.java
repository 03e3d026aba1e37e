package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.contents;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.inspection.LogInspection;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is rightly gone is not missed, and everything else is.
@Timeout(60)
class ReleasedLogDamageTest {

    private final SimulatedLog logs = new SimulatedLog();
    private SimulatedDisk whole = logs.disk;
    private byte[] released = {};

    /// Four segments of CLICKS 0 to 17, of which the first two, up to 8, are released; ORDERS 0 in the first.
    @BeforeEach
    void write() throws Exception {
        FileRecordLog log = logs.open();
        append(log, ORDERS, "early");
        for (int i = 0; i < 18; i++) {
            append(log, CLICKS, payload("c" + i, 9000));
        }
        released = logs.disk.bytes(segments(logs.disk).getFirst());
        logs.commit(log, ORDERS, 0, 1);
        logs.flush(log, CLICKS, 7);
        logs.flush(log, CLICKS, 11);
        logs.kill();
        whole = logs.disk;
        assertThat(segments(whole)).hasSize(2);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    private void onCopy() {
        logs.switchTo(whole.copy());
    }

    private void assertRefused(String... messages) {
        Map<String, ByteBuffer> before = contents(logs.disk);
        assertThatThrownBy(logs::open)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContainingAll(messages)
                .hasMessageContaining("nothing was changed");
        assertThat(contents(logs.disk)).isEqualTo(before);
    }

    @Test
    void aReleasedFileFoundAgainIsNotTheLogs() throws Exception {
        onCopy();
        String name = "0".repeat(20) + ".wal";
        logs.disk.put(name, released);

        FileRecordLog log = logs.open();

        assertThat(log.firstOffsetAt(CLICKS, 0, 0)).isEqualTo(9);
        assertThat(payloads(log, CLICKS, 0, 11)).hasSize(7);
        assertThat(logs.disk.names()).doesNotContain(name);
    }

    @Test
    @Tag("F04")
    void aMissingSegmentBehindTheStartStopsTheStart() throws Exception {
        onCopy();
        logs.disk.remove(segments(logs.disk).getFirst());
        assertRefused("missing at LSN");
        assertInspectionSaysSo();
        onCopy();
        segments(logs.disk).forEach(logs.disk::remove);
        assertRefused("missing at LSN");
        assertInspectionSaysSo();
    }

    @Test
    @Tag("F04")
    void segmentsWithoutAnythingInThemBehindTheStartStopTheStart() throws Exception {
        onCopy();
        for (String name : segments(logs.disk)) {
            logs.disk.put(name, new byte[logs.disk.bytes(name).length]);
        }
        assertRefused("missing at LSN");
        assertInspectionSaysSo();
    }

    /// What refuses to start is not called whole by those who look into it.
    private void assertInspectionSaysSo() throws IOException {
        assertThat(LogInspection.of(logs.disk.mount()).isDamaged()).isTrue();
    }

    @Test
    @Tag("F04")
    void aLostOrDamagedStartStopsTheStart() {
        for (int at : new int[] {0, 8, 20, 33, 100, 4092}) {
            onCopy();
            byte[] start = logs.disk.bytes("log-start");
            start[at] ^= 1;
            start[4096 + at] ^= 1;
            logs.disk.put("log-start", start);
            assertRefused("log-start");
        }
        onCopy();
        logs.disk.put("log-start", new byte[100]);
        assertRefused("log-start");
        onCopy();
        logs.disk.remove("log-start");
        assertRefused("missing at LSN 0");
    }

    @Test
    @Tag("F04")
    void aStartThatLostItsLastMoveIsFoundOutByTheSegmentsThatWentWithIt() {
        int stopped = 0;
        for (int slot = 0; slot < 2; slot++) {
            onCopy();
            byte[] start = logs.disk.bytes("log-start");
            start[slot * 4096 + 33] ^= 1;
            logs.disk.put("log-start", start);
            try {
                assertThat(payloads(logs.open(), CLICKS, 0, 11)).hasSize(7);
            } catch (DamagedLogException e) {
                assertThat(e).hasMessageContaining("missing at LSN");
                stopped++;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        assertThat(stopped).isEqualTo(1);
    }

    @Test
    @Tag("F04")
    @Tag("F32")
    void aLogThatEndsBeforeACheckpointWasTakenIsDamaged() throws Exception {
        onCopy();
        SimulatedDisk backup = logs.disk.copy();
        FileRecordLog log = logs.open();
        append(log, CLICKS, "later");
        logs.flush(log, CLICKS, 18);
        List<Checkpoint> later = logs.flushed;
        logs.flush(log, CLICKS, 19);

        logs.switchTo(backup);
        assertRefused("%s partition 0 offsets 18 to 18".formatted(CLICKS), "up to offset 19", "ends at LSN");
        logs.flushed = later;
        assertRefused("%s partition 0 was flushed up to offset 18".formatted(CLICKS), "ends at LSN");
    }

    @Test
    @Tag("F32")
    void aCheckpointOlderThanTheReleaseIsDamage() {
        onCopy();
        logs.flushed = List.of(new Checkpoint(CLICKS, 0, 7, SimulatedLog.NOON, 4096));
        assertRefused("%s partition 0 offsets 7 to 8".formatted(CLICKS));
    }

    @Test
    @Tag("F04")
    void aPartitionThatEndsBelowItsCheckpointIsDamaged() {
        onCopy();
        logs.flushed = List.of(new Checkpoint(CLICKS, 0, 25, SimulatedLog.NOON, 4096));
        assertRefused("%s partition 0 offsets 18 to 24".formatted(CLICKS));
    }

    @Test
    @Tag("F04")
    void anEmptyDirectoryInPlaceOfAFlushedLogIsDamage() {
        logs.switchTo(new SimulatedDisk());
        assertThatThrownBy(logs::open)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("no log in the directory")
                .hasMessageContaining("up to offset");
        assertThat(logs.disk.names()).isEmpty();
    }

    /// An idle log, whose end recovery takes back again and again: checkpoints taken at any of its ends are proof
    /// of nothing more than what is there.
    @Test
    void commitsWithoutFramesThatRecoveryCutAreNotMissed() throws Exception {
        onCopy();
        for (int i = 0; i < 8; i++) {
            FileRecordLog log = logs.open();
            assertThat(log.recovery().commitsCut()).isZero();
            assertThat(payloads(log, CLICKS, 0, 11)).hasSize(7);
            logs.commit(log, ORDERS, 0, 1);
            long syncs = log.statistics().fsyncs();
            if (i == 2) {
                append(log, ORDERS, "two");
                logs.nanos.addAndGet(50_000_000L);
                while (log.statistics().fsyncs() < syncs + 2) {
                    Thread.onSpinWait();
                }
                logs.commit(log, ORDERS, 0, 2);
            }
            if (i % 2 == 0) {
                logs.kill();
            } else {
                logs.close();
            }
            if (i % 3 == 0) {
                logs.disk.cutPowerLosingAll();
            }
        }
    }
}
