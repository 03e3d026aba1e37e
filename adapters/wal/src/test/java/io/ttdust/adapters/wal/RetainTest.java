package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.PER_SEGMENT;
import static io.ttdust.adapters.wal.SimulatedLog.SEGMENT_BYTES;
import static io.ttdust.adapters.wal.SimulatedLog.fill;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is kept of a log that is flushed, because somebody wants to read close behind.
@Timeout(60)
class RetainTest {

    private static final int SEGMENTS = 6;

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    /// Six segments, all of them flushed.
    private FileRecordLog flushed(long retainBytes) throws Exception {
        logs.retainBytes = retainBytes;
        FileRecordLog log = logs.open();
        fill(log, CLICKS, SEGMENTS * PER_SEGMENT);
        assertThat(segments(logs.disk)).hasSize(SEGMENTS);
        logs.flush(log, CLICKS, SEGMENTS * PER_SEGMENT);
        return log;
    }

    @Test
    void theNewestBytesStayThoughAllIsFlushed() throws Exception {
        FileRecordLog log = flushed(2 * SEGMENT_BYTES);

        assertThat(segments(logs.disk)).hasSize(3);
        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isZero();
        assertThat(payloads(log, CLICKS, 0, 3 * PER_SEGMENT)).hasSize(3 * PER_SEGMENT);
    }

    @Test
    void theyStayOverAStart() throws Exception {
        List<String> kept = segments(flushedAndKilled());

        FileRecordLog log = logs.open();

        assertThat(segments(logs.disk)).containsAll(kept.subList(1, 3));
        assertThat(log.unflushedBytes()).isZero();
        assertThat(payloads(log, CLICKS, 0, 4 * PER_SEGMENT)).hasSize(2 * PER_SEGMENT);
    }

    private SimulatedDisk flushedAndKilled() throws Exception {
        flushed(2 * SEGMENT_BYTES);
        logs.kill();
        return logs.disk;
    }

    @Test
    void moreThanTheLogHasKeepsAllOfIt() throws Exception {
        flushed(1L << 40);

        assertThat(segments(logs.disk)).hasSize(SEGMENTS);
    }

    @Test
    @Tag("F07")
    void whereTheDiskIsShortNothingIsKept() throws Exception {
        logs.retainBytes = 1L << 40;
        FileRecordLog log = logs.open(1_000_000);
        int records = SEGMENTS * PER_SEGMENT - 1; // room for the commit without frames that time brings
        fill(log, CLICKS, records);
        logs.disk.leaveRoom(999_999);
        logs.nanos.addAndGet(100_000_000);

        logs.flush(log, CLICKS, records);

        assertThat(segments(logs.disk)).hasSize(1);
    }

    @Test
    void whereTheIndexIsHalfFullNothingIsKept() throws Exception {
        logs.indexBytesMax = 1_000;
        flushed(1L << 40);

        assertThat(segments(logs.disk)).hasSize(1);
    }
}
