package io.ttdust.bootstrap.node;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.LogSettings;
import io.ttdust.adapters.wal.LogStatistics;
import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.adapters.wal.format.SyncMode;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.recovery.RecoveryReport;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.bootstrap.config.Setting;
import io.ttdust.bootstrap.config.Settings;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.stream.StreamDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the node's log, tells what its recovery did and what it has done at the end, and ends the process when it
/// fails.
final class NodeLog {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);

    /// Callers that wait get their answer before the process ends.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final int EXIT_LOG_FAILED = 3;
    private static final int EXIT_UNFLUSHABLE = 4;
    private static final int EXIT_UNWATCHED = 5;

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
        FileRecordLog log = FileRecordLog.open(layout, clock, flushed, archive, keys::restore, NodeLog::endProcess);
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

    /// The archive of this node, if it has one.
    static @Nullable LogArchive archive(Settings settings, ObjectStore store, String node) {
        return settings.flag(Setting.WAL_ARCHIVE) ? new LogArchive(store, node, new ArchiveLines()) : null;
    }

    /// Says what becomes of the archive.
    private static final class ArchiveLines implements LogArchive.Listener {

        @Override
        public void archived(String key, long bytes) {
            LOG.atDebug()
                    .addKeyValue("event", "log.archived")
                    .addKeyValue("object", key)
                    .addKeyValue("bytes", bytes)
                    .log("a segment of the log is in the archive");
        }

        @Override
        public void failed(Throwable cause) {
            LOG.atWarn()
                    .addKeyValue("event", "log.archive_failed")
                    .addKeyValue("reason", cause.getMessage())
                    .log("the log is not archived; it keeps what is not, and tries again");
        }
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

    /// After a failed write or sync only a restart can tell what the disk holds.
    private static void endProcess(StorageException failure) {
        LOG.atError()
                .addKeyValue("event", "log.failed")
                .setCause(failure)
                .log("the log failed; the process ends so that a restart recovers what is on disk");
        endProcess(EXIT_LOG_FAILED);
    }

    /// Another start of the node has taken over, or flushing met a defect: this process brings nothing into files.
    static void endUnflushable() {
        endProcess(EXIT_UNFLUSHABLE);
    }

    /// Watching the catalog met a defect: this process would check records against versions that are in force no more.
    static void endUnwatched() {
        endProcess(EXIT_UNWATCHED);
    }

    private static void endProcess(int status) {
        Thread.ofPlatform().name("node-failed").daemon(true).start(() -> {
            LockSupport.parkNanos(GRACE.toNanos());
            System.exit(status);
        });
    }
}
