package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.payload;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What tests of damage begin with: a killed log of three segments, to be damaged on copies.
abstract class ThreeSegments {

    static final int BLOCK = 4096;

    final SimulatedLog logs = new SimulatedLog();
    SimulatedDisk whole = logs.disk;
    List<String> segments = List.of();

    /// CLICKS 0 to 3 in the first three commits, then 14 of ORDERS.
    @BeforeEach
    void write() throws Exception {
        FileRecordLog log = logs.open();
        append(log, CLICKS, "a");
        append(log, CLICKS, "b", "c");
        append(log, CLICKS, "d");
        for (int i = 0; i < 14; i++) {
            append(log, ORDERS, payload("o" + i, 10_000));
        }
        logs.kill();
        whole = logs.disk;
        segments = segments(whole);
        assertThat(segments).hasSize(3);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    /// Goes on with a copy in which a bit of one byte is another.
    void damage(String name, int at) {
        logs.switchTo(whole.copy());
        byte[] bytes = logs.disk.bytes(name);
        bytes[at] ^= 1;
        logs.disk.put(name, bytes);
    }
}
