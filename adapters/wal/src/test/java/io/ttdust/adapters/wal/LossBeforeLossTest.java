package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.payloads;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.index.Place;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.loss.LostRange;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damage that is found in front of a loss that was written down before.
@Timeout(60)
class LossBeforeLossTest {

    private static final long FAR = 1 << 24;
    private static final int FIRST_COMMIT_AT = 4096;

    private final SimulatedLog logs = new SimulatedLog();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void noOffsetOfTheLaterLossIsGivenAgain() throws Exception {
        logs.micros.set(CLICKS.unixMillis() * 1_000 + 1);
        logs.sync = SyncMode.INTERVAL;
        FileRecordLog log = logs.open();
        append(log, CLICKS, "rots");
        append(log, CLICKS, "stays");
        logs.kill();
        logs.sync = SyncMode.EVERY;
        logs.open(); // writes down that everything from offset 2 on may be lost
        logs.kill();
        String first = segments(logs.disk).getFirst();
        byte[] bytes = logs.disk.bytes(first);
        bytes[FIRST_COMMIT_AT + 100] ^= 1;
        logs.disk.put(first, bytes);
        logs.acceptLossAt = Set.of((long) FIRST_COMMIT_AT);

        log = logs.open();

        assertThat(log.losses().ranges().get(new Place(CLICKS, 0)))
                .containsExactly(new LostRange(0, 1), new LostRange(2, 2 + FAR));
        assertThat(log.losses().holes())
                .extracting(Hole::cause)
                .containsExactly(Hole.Cause.ACCEPTED, Hole.Cause.UNSYNCED);
        assertThat(append(log, CLICKS, "next").firstOffset()).isEqualTo(2 + FAR);
        assertThat(log.afterLoss(CLICKS, 0, 0)).isEqualTo(1);
        logs.acceptLossAt = Set.of();
        logs.kill();

        log = logs.open();

        assertThat(payloads(log, CLICKS, 0, 2 + FAR)).containsExactly("next");
        assertThat(append(log, CLICKS, "again").firstOffset()).isEqualTo(3 + FAR);
    }
}
