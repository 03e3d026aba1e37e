package io.ttdust.bootstrap.node;

import io.ttdust.adapters.grpc.GrpcServer;
import io.ttdust.adapters.postgres.ConnectionPool;
import io.ttdust.adapters.telemetry.LogFigures;
import io.ttdust.adapters.telemetry.MetricsListener;
import io.ttdust.adapters.telemetry.NodeGauges;
import io.ttdust.adapters.telemetry.Telemetry;
import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.LogStatistics;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.bootstrap.Meters;
import io.ttdust.bootstrap.config.Setting;
import io.ttdust.bootstrap.config.Settings;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Connects a node's parts with its metrics.
final class Instruments {

    private Instruments() {}

    /// The metrics of a node, before it has parts.
    static Telemetry open(Closer closer) {
        Telemetry telemetry = new Telemetry(
                Objects.requireNonNullElse(Node.class.getPackage().getImplementationVersion(), "unpackaged"));
        closer.add("metrics", telemetry::close);
        return telemetry;
    }

    static Meters meters(Telemetry telemetry) {
        return new Meters(telemetry.ingestMeter(), telemetry.queryMeter(), telemetry.accessMeter());
    }

    /// Shows what the node keeps records in, and how much waits.
    static void attach(
            Telemetry telemetry,
            Settings settings,
            InstantSource clock,
            NodeStorage storage,
            ConnectionPool database,
            StreamRepository streams,
            Backpressure backpressure) {
        FileRecordLog log = storage.log();
        NodeGauges gauges = telemetry.gauges();
        gauges.log(
                () -> figures(log.statistics()),
                () -> log.failure() != null,
                log.recovery().records(),
                log.recovery().commitsCut());
        gauges.disk(settings.walDirectory());
        gauges.clock(log, clock);
        gauges.ingestionBuffer(backpressure::inFlightBytes);
        gauges.pool(database::activeConnections, database::idleConnections);
        telemetry.backlog(log, streams);
    }

    /// Shows what is there once the node serves.
    static void attach(Telemetry telemetry, CheckReadiness readiness, GrpcServer grpc, RestServer rest) {
        telemetry.gauges().components(readiness);
        telemetry.gauges().connections(grpc::connections, rest::connections);
    }

    private static LogFigures figures(LogStatistics log) {
        return new LogFigures(
                log.commits(), log.bytes(), log.fsyncs(), log.records(), log.commitNanos(), log.segments());
    }

    /// Opens the listener without a key, if the operator wants one.
    static @Nullable MetricsListener listen(Telemetry telemetry, Settings settings, Closer closer) {
        return settings.optionalAddress(Setting.METRICS_ADDRESS)
                .map(address -> {
                    MetricsListener listener = MetricsListener.start(address.socketAddress(), telemetry::scrape);
                    closer.add("metrics listener", listener::close);
                    return listener;
                })
                .orElse(null);
    }
}
