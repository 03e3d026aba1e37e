package io.ttdust.adapters.wal;

import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Logs on a [SimulatedDisk] for simulations in other packages and modules: small segments, no reserve.
public final class SimulatedLogs {

    private static final LogSettings SETTINGS = settings(64 << 10, 32 << 10);

    private SimulatedLogs() {}

    /// Settings for two spares and no reserve.
    public static LogSettings settings(int segmentBytes, int stagingBytes) {
        return new LogSettings(Path.of("simulated"), segmentBytes, 2, stagingBytes, 0, 0);
    }

    /// As above, for a log that syncs as `sync` says.
    public static LogSettings settings(int segmentBytes, int stagingBytes, SyncMode sync, Duration syncInterval) {
        return new LogSettings(
                Path.of("simulated"), segmentBytes, 2, stagingBytes, 0, 0, sync, syncInterval, Set.of(), 0);
    }

    /// Recovers the log that lies on `disk`.
    public static FileRecordLog open(
            SimulatedDisk disk, InstantSource clock, LongSupplier nanoTime, List<Checkpoint> flushed)
            throws IOException {
        return open(disk.mount(), SETTINGS, clock, nanoTime, flushed, batch -> {}); // keys do not matter here
    }

    /// Recovers the log that lies in `files`.
    ///
    /// @param keyed shown every batch in the log that has idempotency keys
    public static FileRecordLog open(
            LogFiles files,
            LogSettings settings,
            InstantSource clock,
            LongSupplier nanoTime,
            List<Checkpoint> flushed,
            Consumer<LoggedBatch> keyed)
            throws IOException {
        return FileRecordLog.open(
                files,
                settings,
                clock,
                nanoTime,
                Long.MAX_VALUE,
                flushed,
                null,
                keyed,
                failure -> {}); // whoever waits for an append is told
    }
}
