package io.ttdust.adapters.wal.story;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.SimulatedLogs;
import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A machine with a disk, a clock and what metadata knows, on which one process after another opens a log.
final class Machine implements AutoCloseable {

    static final int SEGMENT_BYTES = 32 << 10;
    static final int STAGING_BYTES = 24 << 10;

    private static final Duration SYNC_INTERVAL = Duration.ofMillis(20);

    final Surroundings around;
    final SimulatedDisk disk;

    /// Behind the time that the streams' ids name, as far as a story turns the clock back.
    final AtomicLong micros = new AtomicLong(1_750_000_000_000_000L);

    final List<LoggedBatch> keyed = new ArrayList<>();
    List<Checkpoint> flushed = List.of();

    /// How the next process syncs, and once it runs, how it does.
    SyncMode sync = SyncMode.EVERY;

    private @Nullable FileRecordLog log;
    private boolean closedWhole;

    Machine(Surroundings around, SimulatedDisk disk) {
        this.around = around;
        this.disk = disk;
    }

    /// Another machine whose disk holds what this one's shows.
    Machine copy() {
        Machine copy = new Machine(around, disk.copy());
        copy.micros.set(micros.get());
        copy.flushed = flushed;
        copy.sync = sync;
        return copy;
    }

    FileRecordLog open() throws IOException {
        keyed.clear();
        log = SimulatedLogs.open(
                new PacedFiles(disk.mount(), around),
                SimulatedLogs.settings(SEGMENT_BYTES, STAGING_BYTES, sync, SYNC_INTERVAL),
                () -> Instant.EPOCH.plus(micros.get(), ChronoUnit.MICROS),
                around::nanoTime,
                flushed,
                keyed::add);
        return log;
    }

    /// Closes the log, where there is one. Answers whether it left the proof of a clean stop.
    boolean endInGoodOrder() {
        FileRecordLog closing = log;
        if (closing == null) {
            return false;
        }
        log = null;
        long syncs = closing.statistics().fsyncs();
        closing.close();
        closedWhole = closing.failure() == null;
        return closedWhole && closing.statistics().fsyncs() > syncs;
    }

    /// Whether the last log that was closed did everything that is to be done then.
    boolean closedWhole() {
        return closedWhole;
    }

    /// Kills the process, and ends what is left of it here.
    void end() {
        disk.killProcess();
        endInGoodOrder();
    }

    @Override
    public void close() {
        end();
    }
}
