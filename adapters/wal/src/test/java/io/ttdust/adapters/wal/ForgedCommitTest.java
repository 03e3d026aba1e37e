package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.NOON;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.CommitHeader;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A producer that knows the format cannot make the log believe its payloads.
@Timeout(60)
class ForgedCommitTest {

    private static final int BLOCK = 4096;

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void aForgedCommitInsideAPayloadProvesNothing() throws Exception {
        tornCommitThatHolds(new byte[16]);

        FileRecordLog log = logs.open();

        assertThat(payloads(log, CLICKS)).isEmpty();
        assertThat(log.recovery().commitsCut()).isEqualTo(1);
    }

    @Test
    void theSameCommitWithTheRightIdWouldBeProof() throws Exception {
        FileRecordLog log = logs.open();
        byte[] logId = logs.disk.bytes("log-id");
        log.close();
        logs.switchTo(new SimulatedDisk());
        logs.disk.put("log-id", logId);
        tornCommitThatHolds(logId);

        assertThatThrownBy(logs::open).isInstanceOf(DamagedLogException.class);
    }

    /// The first commit holds a payload that holds, at the start of a block, an empty commit for just this place.
    private void tornCommitThatHolds(byte[] forgersLogId) throws Exception {
        int lsn = 3 * BLOCK;
        ByteBuffer forged = ByteBuffer.allocate(CommitHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        CommitHeader.write(forged, CommitHeader.BYTES, 0, 0, lsn, 1, 1L << 40, NOON, new Checksum(forgersLogId));
        int payloadStart = BLOCK + CommitHeader.BYTES + FrameHeader.BYTES + 6;
        byte[] payload = new byte[4 * BLOCK];
        System.arraycopy(forged.array(), 0, payload, lsn - payloadStart, CommitHeader.BYTES);
        FileRecordLog log = logs.open();
        SimulatedLog.await(log.append(
                CLICKS,
                0,
                1,
                RecordBatch.builder(1, payload.length).add(payload).build()));
        logs.kill();
        String segment = segments(logs.disk).getFirst();
        byte[] bytes = logs.disk.bytes(segment);
        bytes[BLOCK + CommitHeader.BYTES + 20] ^= 0x10;
        logs.disk.put(segment, bytes);
    }
}
