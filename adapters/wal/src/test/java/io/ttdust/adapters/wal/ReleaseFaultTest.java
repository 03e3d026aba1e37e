package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.PER_SEGMENT;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.fill;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.application.port.StorageException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Letting go on a disk that fails or is full.
@Timeout(60)
class ReleaseFaultTest {

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    @Tag("F06")
    void aDiskThatFailsARefusedReleaseHarmsNothingAndTheNextOneIsDone() throws Exception {
        for (int sync = 1; sync <= 2; sync++) {
            logs.switchTo(new SimulatedDisk());
            logs.flushed = List.of();
            FileRecordLog log = logs.open();
            fill(log, CLICKS, 3 * PER_SEGMENT);
            logs.commit(log, CLICKS, 0, 3 * PER_SEGMENT);
            logs.disk.failOwnSync(sync);
            assertThatThrownBy(() -> log.flushed(logs.flushed))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Input/output error");

            assertThat(log.failure()).isNull();
            append(log, CLICKS, "goes on");
            log.flushed(logs.flushed);
            assertThat(segments(logs.disk)).hasSize(1);
            logs.kill();
            assertThat(payloads(logs.open(), CLICKS, 0, 3 * PER_SEGMENT)).containsExactly("goes on");
        }
    }

    @Test
    @Tag("F06")
    void aFileThatCouldNotBeMovedAwayGoesWithTheNextRelease() throws Exception {
        for (int move = 1; move <= 2; move++) {
            logs.switchTo(new SimulatedDisk());
            logs.flushed = List.of();
            FileRecordLog log = logs.open();
            fill(log, CLICKS, 3 * PER_SEGMENT);
            logs.commit(log, CLICKS, 0, 3 * PER_SEGMENT);
            logs.disk.failMove(move);
            assertThatThrownBy(() -> log.flushed(logs.flushed))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Input/output error");
            assertThat(segments(logs.disk)).as("move %d", move).hasSize(4 - move);

            log.flushed(List.of());

            assertThat(segments(logs.disk)).as("move %d", move).hasSize(1);
            assertThat(log.failure()).isNull();
        }
    }

    /// As a careless hand would have it: the release goes on with the files behind.
    @Test
    @Tag("F06")
    void aReleasedFileThatIsGoneAlreadyKeepsNoOtherFromGoing() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 3 * PER_SEGMENT);
        logs.disk.remove(segments(logs.disk).getFirst());

        logs.flush(log, CLICKS, 3 * PER_SEGMENT);

        assertThat(segments(logs.disk)).hasSize(1);
        assertThat(append(log, CLICKS, "goes on").firstOffset()).isEqualTo(3 * PER_SEGMENT);
    }

    @Test
    @Tag("F07")
    void onADiskWithoutAnyRoomTheLogStillLetsGo() throws Exception {
        FileRecordLog log = logs.open();
        fill(log, CLICKS, 2 * PER_SEGMENT);
        logs.disk.leaveRoom(0);

        logs.flush(log, CLICKS, 2 * PER_SEGMENT);

        assertThat(segments(logs.disk)).hasSize(1);
        fill(log, CLICKS, PER_SEGMENT);
        assertThat(payloads(log, CLICKS, 0, 2 * PER_SEGMENT)).hasSize(PER_SEGMENT);
    }
}
