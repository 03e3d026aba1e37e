package io.ttdust.adapters.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.ttdust.adapters.grpc.access.KeyInterceptor;
import io.ttdust.adapters.grpc.admin.AdminEndpoint;
import io.ttdust.adapters.grpc.call.BoundedMarshaller;
import io.ttdust.adapters.grpc.call.BudgetInterceptor;
import io.ttdust.adapters.grpc.call.MessageBudget;
import io.ttdust.adapters.grpc.call.OpenCalls;
import io.ttdust.adapters.grpc.health.HealthEndpoint;
import io.ttdust.adapters.grpc.ingestion.IngestionEndpoint;
import io.ttdust.adapters.grpc.ordered.Window;
import io.ttdust.adapters.grpc.query.QueryEndpoint;
import io.ttdust.domain.access.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gRPC server: ingestion and query behind an API key, health without one, reflection when asked for.
///
/// Start it once, then [#close] it once. Safe for all threads.
public final class GrpcServer {

    /// How much of the grace open calls have to end by themselves before the server ends them.
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(2);

    /// How often it is looked for stalled messages within the time one may take: each is ended less than half of
    /// that time too late.
    private static final int LOOKS_PER_ARRIVAL = 4;

    /// How often it is looked for calls whose key is to be checked within the time between two such checks.
    private static final int LOOKS_PER_KEY_CHECK = 8;

    private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("grpc-", 0).factory());
    private final OpenCalls openCalls = new OpenCalls();
    private final OpenConnections connections = new OpenConnections();
    private final Thread arrivals = Thread.ofVirtual().name("grpc-arrivals").unstarted(this::watchArrivals);
    private final Thread keys = Thread.ofVirtual().name("grpc-keys").unstarted(this::watchKeys);
    private final GrpcSettings settings;
    private final MessageBudget budget;
    private final Server server;

    public GrpcServer(GrpcSettings settings, ServedUseCases useCases) {
        this.settings = settings;
        this.budget = new MessageBudget(settings.requestBytesMax(), useCases.ingestRecords()::asksForLess);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(settings.address())
                .directExecutor()
                .maxInboundMessageSize(settings.messageBytesMax())
                .maxInboundMetadataSize(settings.metadataBytesMax())
                .maxConcurrentCallsPerConnection(settings.callsPerConnectionMax())
                .keepAliveTime(settings.patience().keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(settings.patience().keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(settings.keepAliveFloor().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(settings.connectionIdleMax().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(settings.connectionAgeMax().toMillis(), TimeUnit.MILLISECONDS)
                .addStreamTracerFactory(budget)
                .addTransportFilter(connections)
                .intercept(new BudgetInterceptor())
                .addService(BoundedMarshaller.bound(
                        new HealthEndpoint(useCases.checkReadiness(), openCalls, workers).bindService()))
                .addService(permitted(useCases, method -> Permission.RECORDS_INGEST, ingestion(useCases)))
                .addService(bounded(useCases, method -> Permission.RECORDS_QUERY, query(useCases)))
                .addService(bounded(useCases, AdminEndpoint::permission, admin(useCases)));
        if (settings.reflection()) {
            builder.addService(
                    bounded(useCases, method -> Permission.API_DESCRIPTION, ProtoReflectionServiceV1.newInstance()));
        }
        this.server = builder.build();
    }

    private ServerServiceDefinition ingestion(ServedUseCases useCases) {
        return new IngestionEndpoint(
                        useCases.streams(),
                        useCases.ingestRecords(),
                        useCases.ingestMeter(),
                        openCalls,
                        workers,
                        new IngestionEndpoint.Bounds(
                                settings.frameRecordsMax(),
                                Window.ofFrames(settings.frameWindow(), settings.frameWindowBytes()),
                                Window.ofRecords(settings.recordWindow(), settings.recordWindowBytes())))
                .bindService();
    }

    private BindableService query(ServedUseCases useCases) {
        return new QueryEndpoint(
                useCases.streams(), useCases.queryTimeRange(), useCases.lookupRecord(), useCases.cursors(), workers);
    }

    private BindableService admin(ServedUseCases useCases) {
        return new AdminEndpoint(
                useCases.createStream(),
                useCases.updateStream(),
                useCases.listStreams(),
                useCases.streams(),
                useCases.authorize(),
                workers);
    }

    private ServerServiceDefinition bounded(
            ServedUseCases useCases, Function<@Nullable String, Permission> permission, BindableService service) {
        return permitted(useCases, permission, BoundedMarshaller.bound(service.bindService()));
    }

    private ServerServiceDefinition permitted(
            ServedUseCases useCases,
            Function<@Nullable String, Permission> permission,
            ServerServiceDefinition service) {
        return ServerInterceptors.intercept(
                service, new KeyInterceptor(useCases.authenticate(), useCases.authorize(), permission, workers));
    }

    /// Begins to listen.
    ///
    /// @throws UncheckedIOException if the address cannot be bound; the message names it
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            workers.shutdown();
            throw new UncheckedIOException("cannot listen for gRPC on %s".formatted(settings.address()), e);
        }
        arrivals.start();
        keys.start();
    }

    /// The port it listens on; useful when the settings left the choice to the system.
    public int port() {
        return server.getPort();
    }

    /// Bytes of request messages in memory now, over all calls.
    public long requestBytes() {
        return budget.bytes();
    }

    MessageBudget budget() {
        return budget;
    }

    /// Connections that are open now.
    public int connections() {
        return connections.count();
    }

    /// Tells clients to go elsewhere (GOAWAY) and takes no new calls; open calls go on. Does not block.
    public void drain() {
        server.shutdown();
    }

    /// Ends the server within `grace`.
    ///
    /// Open calls have a moment to end by themselves; then they are ended in order: messages that were taken are
    /// answered, later ones are not taken, and the call closes with `UNAVAILABLE`. What is still open when the
    /// grace is over is cut; whether its records were written the client learns by sending them again under their
    /// idempotency keys.
    public void close(Duration grace) {
        drain();
        try {
            Duration patience = min(grace.dividedBy(2), PATIENCE_MAX);
            if (!awaitEnd(patience)) {
                openCalls.endAll();
                if (!awaitEnd(grace.minus(patience))) {
                    cut();
                }
            }
        } catch (InterruptedException e) {
            cut();
            Thread.currentThread().interrupt();
        } finally {
            arrivals.interrupt();
            keys.interrupt();
            workers.shutdown();
        }
    }

    /// Ends calls whose message has stalled, until the server closes.
    private void watchArrivals() {
        Duration arrivalMax = settings.patience().arrivalMax();
        every(
                arrivalMax.dividedBy(LOOKS_PER_ARRIVAL),
                () -> budget.cutStalled(arrivalMax),
                "a call whose message has stalled could not be ended");
    }

    /// Has open calls look at their callers' keys, until the server closes.
    private void watchKeys() {
        Duration interval = settings.keyCheckInterval();
        every(
                interval.dividedBy(LOOKS_PER_KEY_CHECK),
                () -> openCalls.checkKeys(interval),
                "an open call's key could not be checked");
    }

    /// Repeats `look` until this thread is interrupted.
    private static void every(Duration pause, Runnable look, String failed) {
        try {
            while (true) {
                Thread.sleep(pause);
                try {
                    look.run();
                } catch (RuntimeException e) { // supervisor loop: one call that fails spares no other
                    LOG.error(failed, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cut() {
        server.shutdownNow();
    }

    private boolean awaitEnd(Duration time) throws InterruptedException {
        return server.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
