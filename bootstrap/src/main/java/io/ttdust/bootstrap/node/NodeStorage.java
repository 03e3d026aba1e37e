package io.ttdust.bootstrap.node;

import io.ttdust.adapters.objects.FileObjectStore;
import io.ttdust.adapters.objects.ObjectsCheck;
import io.ttdust.adapters.parquet.ParquetColumnFileFormat;
import io.ttdust.adapters.postgres.catalog.PostgresDataFileCatalog;
import io.ttdust.adapters.postgres.catalog.PostgresNodeRegistry;
import io.ttdust.adapters.telemetry.Telemetry;
import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.application.flush.DeleteAbandoned;
import io.ttdust.application.flush.FlushPartitions;
import io.ttdust.application.flush.FlushSchedule;
import io.ttdust.application.flush.FlushSettings;
import io.ttdust.application.flush.FlushedStreams;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.ingest.RestoreKeys;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.health.ComponentCheck;
import io.ttdust.application.pressure.FlushPace;
import io.ttdust.application.pressure.UnflushedBound;
import io.ttdust.bootstrap.StoragePorts;
import io.ttdust.bootstrap.config.Setting;
import io.ttdust.bootstrap.config.Settings;
import io.ttdust.bootstrap.directory.NodeName;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The places records lie in on this node, opened together: the log must know what is in files before it can be
/// opened, and the keys of flushed records must be known before it serves.
///
/// @param archive how archiving the log goes; null where it is off
/// @param epoch this start of the node
/// @param unflushed how much may wait in the log
/// @param pace how fast records are taken once much waits
record NodeStorage(
        FileRecordLog log,
        FileObjectStore objects,
        DataFileCatalog catalog,
        ParquetColumnFileFormat format,
        @Nullable ArchiveCheck archive,
        NodeEpoch epoch,
        UnflushedBound unflushed,
        FlushPace pace) {

    /// Opens object store and log, and notes this start of the node.
    ///
    /// @param acceptLossAt where the operator lets the log go on without what is missing
    /// @param keys filled with those of key files and log
    static NodeStorage open(
            Settings settings,
            Set<Long> acceptLossAt,
            InstantSource clock,
            DataSource database,
            StreamRepository streams,
            IdempotencyKeys keys,
            Telemetry telemetry,
            Closer closer) {
        FileObjectStore objects = FileObjectStore.open(settings.objectsDirectory());
        DataFileCatalog catalog = telemetry.metered(new PostgresDataFileCatalog(database));
        new RestoreKeys(catalog, objects, clock).into(keys);
        String name = NodeName.of(settings.dataDirectory(), settings.word(Setting.NODE_ID));
        ArchiveCheck archive = settings.flag(Setting.WAL_ARCHIVE) ? new ArchiveCheck() : null;
        FileRecordLog log = NodeLog.open(
                settings,
                acceptLossAt,
                NodeLog.newestStreamMicros(streams),
                clock,
                catalog.checkpoints(),
                archive == null ? null : new LogArchive(objects, name, archive),
                keys,
                closer);
        NodeEpoch epoch = new PostgresNodeRegistry(database).open(name, log.id());
        UnflushedBound unflushed = new UnflushedBound(
                log,
                settings.bytes(Setting.UNFLUSHED_BYTES_MAX),
                settings.integer(Setting.BACKPRESSURE_WARNING_PERCENT),
                settings.integer(Setting.BACKPRESSURE_REFUSE_PERCENT));
        FlushPace pace = new FlushPace(log, settings.bytes(Setting.FLUSH_PACE_BYTES), System::nanoTime);
        ParquetColumnFileFormat format = new ParquetColumnFileFormat("ttdust");
        return new NodeStorage(log, objects, catalog, format, archive, epoch, unflushed, pace);
    }

    /// Whether each of these places works.
    List<ComponentCheck> checks(Supplier<@Nullable RuntimeException> flushFailure) {
        List<ComponentCheck> checks = new ArrayList<>(List.of(
                new LogCheck(log),
                new ObjectsCheck(objects),
                new FlushChecks.Flushing(flushFailure),
                new FlushChecks.Backlog(unflushed)));
        if (archive != null) {
            checks.add(archive);
        }
        return checks;
    }

    StoragePorts ports() {
        return new StoragePorts(log, catalog, objects, format);
    }

    /// What brings records into files; not started yet.
    Flusher flusher(Settings settings, InstantSource clock, FlushedStreams streams, Telemetry telemetry) {
        int parallelism = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
        FlushSettings flush = FlushSettings.of(settings.bytes(Setting.FLUSH_BYTES), parallelism);
        Executor threads = Executors.newFixedThreadPool(
                parallelism, Thread.ofPlatform().daemon().name("flush-", 0).factory());
        return new Flusher(
                log,
                new FlushSchedule(settings.duration(Setting.FLUSH_INTERVAL), flush.fileBytes(), 2 * flush.fileBytes()),
                new FlushPartitions(
                        log, log, catalog, objects, format, streams, epoch, flush, threads, clock, new SecureRandom()),
                new DeleteAbandoned(catalog, objects, epoch, clock),
                unflushed,
                pace,
                telemetry::flushed,
                System::nanoTime,
                new ProcessEnd(settings)::unflushable);
    }
}
