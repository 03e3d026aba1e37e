package io.ttdust.bootstrap.node;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.LogSettings;
import io.ttdust.adapters.wal.LogStatistics;
import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.recovery.RecoveryReport;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.bootstrap.config.Setting;
import io.ttdust.bootstrap.config.Settings;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.stream.StreamDefinition;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the node's log, and tells what its recovery did and what it has done at the end.
final class NodeLog {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);

    private NodeLog() {}

    /// @param acceptLossAt where the operator lets the log go on without what is missing
    /// @param flushed how far each partition lies in files
    /// @param archive where full segments are copied; null for nowhere
    static FileRecordLog open(
            Settings settings,
            Set<Long> acceptLossAt,
            long newestStreamMicros,
            InstantSource clock,
            List<Checkpoint> flushed,
            @Nullable LogArchive archive,
            IdempotencyKeys keys,
            Closer closer) {
        LogSettings layout = new LogSettings(
                settings.walDirectory(),
                settings.bytes(Setting.WAL_SEGMENT_BYTES),
                settings.integer(Setting.WAL_SPARE_SEGMENTS),
                Math.toIntExact(settings.bytes(Setting.WAL_STAGING_BYTES)),
                settings.bytes(Setting.DISK_RESERVE_BYTES),
                settings.bytes(Setting.WAL_RETAIN_BYTES),
                SyncMode.valueOf(settings.word(Setting.WAL_SYNC).toUpperCase(Locale.ROOT)),
                settings.duration(Setting.WAL_SYNC_INTERVAL),
                acceptLossAt,
                newestStreamMicros);
        FileRecordLog log =
                FileRecordLog.open(layout, clock, flushed, archive, keys::restore, new ProcessEnd(settings)::logFailed);
        report(log.recovery(), keys);
        log.recovery().lost().forEach(NodeLog::report);
        closer.add("log", () -> {
            log.close();
            report(log.statistics());
        });
        return log;
    }

    /// When the newest stream was made, Unix microseconds, as its id tells; 0 while there is none.
    static long newestStreamMicros(StreamRepository streams) {
        List<StreamDefinition> newest = streams.list(1, null);
        return newest.isEmpty() ? 0 : newest.getFirst().id().unixMillis() * 1_000;
    }

    private static void report(RecoveryReport recovery, IdempotencyKeys keys) {
        LOG.atInfo()
                .addKeyValue("event", "log.recovered")
                .addKeyValue("report", recovery)
                .addKeyValue("keys", keys.size())
                .log("the log is open");
    }

    private static void report(Hole lost) {
        LOG.atWarn()
                .addKeyValue("event", "log.loss_recorded")
                .addKeyValue("cause", lost.cause())
                .addKeyValue("from_lsn", lost.fromLsn())
                .addKeyValue("next_lsn", lost.nextLsn())
                .log("acknowledged records may be lost; the gap is written down");
    }

    private static void report(LogStatistics statistics) {
        LOG.atInfo()
                .addKeyValue("event", "log.statistics")
                .addKeyValue("commits", statistics.commits())
                .addKeyValue("fsyncs", statistics.fsyncs())
                .addKeyValue("records", statistics.records())
                .addKeyValue("bytes", statistics.bytes())
                .addKeyValue("appends", statistics.appends())
                .addKeyValue("segments", statistics.segments())
                .addKeyValue("archived", statistics.archived())
                .log("the log is closed");
    }
}
