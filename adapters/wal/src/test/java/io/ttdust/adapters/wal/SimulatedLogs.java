package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/// Logs on a [SimulatedDisk] for simulations in other modules: small segments, no reserve.
public final class SimulatedLogs {

    private static final int SEGMENT_BYTES = 64 << 10;
    private static final LogSettings SETTINGS = new LogSettings(Path.of("simulated"), SEGMENT_BYTES, 2, 32 << 10, 0);

    private SimulatedLogs() {}

    /// Recovers the log that lies on `disk`.
    public static FileRecordLog open(
            SimulatedDisk disk, InstantSource clock, LongSupplier nanoTime, List<Checkpoint> flushed)
            throws IOException {
        return FileRecordLog.open(
                disk.mount(),
                SETTINGS,
                clock,
                nanoTime,
                Long.MAX_VALUE,
                flushed,
                batch -> {}, // keys do not matter here
                failure -> {}); // whoever waits for an append is told
    }
}
