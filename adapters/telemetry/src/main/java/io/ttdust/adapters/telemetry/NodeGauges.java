package io.ttdust.adapters.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.ttdust.adapters.telemetry.meter.Metric;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.health.Readiness;
import io.ttdust.application.port.log.LogReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What is asked of a node's parts at every scrape. Each method is called once, by the start of the node; what is
/// handed in must answer on any thread, soon, and without throwing.
public final class NodeGauges {

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final MeterRegistry registry;

    /// The registry itself holds its sources weakly.
    private final List<Object> held = new ArrayList<>();

    NodeGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /// The log's own numbers.
    ///
    /// @param failed whether a write or sync has failed
    /// @param recoveredRecords found when it was opened
    /// @param cutCommits cut from its end then
    public void log(Supplier<LogFigures> figures, BooleanSupplier failed, long recoveredRecords, long cutCommits) {
        held.add(figures);
        held.add(failed);
        Metric.WAL_WRITES.countedBy(registry, figures, log -> log.get().commits());
        Metric.WAL_BYTES.countedBy(registry, figures, log -> log.get().bytes());
        Metric.WAL_FSYNCS.countedBy(registry, figures, log -> log.get().syncs());
        Metric.WAL_FLUSH_LATENCY.timedBy(
                registry, figures, log -> log.get().commits(), log -> log.get().commitNanos());
        Metric.WAL_RECORDS_PER_FSYNC.gauge(registry, () -> recordsPerSync(figures.get()));
        Metric.WAL_SEGMENTS_ACTIVE.gauge(
                registry, (LongSupplier) () -> figures.get().segments());
        Metric.WAL_SYNC_FAILURES.countedBy(registry, failed, log -> log.getAsBoolean() ? 1 : 0);
        Metric.WAL_RECOVERED_RECORDS.gauge(registry, (LongSupplier) () -> recoveredRecords);
        Metric.WAL_CORRUPTIONS.countedBy(registry, failed, log -> cutCommits);
    }

    private static double recordsPerSync(LogFigures log) {
        return log.syncs() == 0 ? 0 : (double) log.records() / log.syncs();
    }

    /// Room on the file system that holds `directory`, the log's.
    public void disk(Path directory) {
        Metric.WAL_DISK_FREE.gauge(
                registry, (LongSupplier) () -> directory.toFile().getUsableSpace());
        Metric.WAL_DISK_SIZE.gauge(
                registry, (LongSupplier) () -> directory.toFile().getTotalSpace());
    }

    /// How far the receive times of `log` are ahead of `clock`.
    public void clock(LogReader log, InstantSource clock) {
        Metric.CLOCK_HELD.gauge(registry, () -> heldSeconds(log, clock));
    }

    /// The clock is read after the log, so that what lies between does not count.
    private static double heldSeconds(LogReader log, InstantSource clock) {
        Instant given = Instant.EPOCH.plus(log.horizon().throughMicros(), ChronoUnit.MICROS);
        return Math.max(0, Duration.between(clock.instant(), given).toNanos() / NANOS);
    }

    /// Bytes reserved for records that wait for their verdict.
    public void ingestionBuffer(LongSupplier bytes) {
        Metric.INGESTION_BUFFER_SIZE.gauge(registry, bytes);
    }

    /// What `readiness` says of each component; it is asked now for their names.
    public void components(CheckReadiness readiness) {
        for (Readiness.Component component : readiness.check().components()) {
            String name = component.name();
            Metric.COMPONENT_UP.gauge(registry, (LongSupplier) () -> isUp(readiness.check(), name), name);
        }
    }

    private static long isUp(Readiness readiness, String component) {
        return readiness.components().stream().anyMatch(one -> one.name().equals(component) && one.works()) ? 1 : 0;
    }

    /// Pooled connections to the metadata store.
    public void pool(IntSupplier active, IntSupplier idle) {
        Metric.PG_CONNECTIONS_ACTIVE.gauge(registry, (LongSupplier) active::getAsInt);
        Metric.PG_CONNECTIONS_IDLE.gauge(registry, (LongSupplier) idle::getAsInt);
    }

    /// Connections of clients.
    public void connections(IntSupplier grpc, IntSupplier http) {
        Metric.GRPC_CONNECTIONS_ACTIVE.gauge(registry, (LongSupplier) grpc::getAsInt);
        Metric.HTTP_CONNECTIONS_ACTIVE.gauge(registry, (LongSupplier) http::getAsInt);
    }
}
