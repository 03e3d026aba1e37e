package io.ttdust.adapters.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.ttdust.domain.access.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The gRPC server: ingestion and query behind an API key, health without one, reflection when asked for.
///
/// Start it once, then [#close] it once. Safe for all threads.
public final class GrpcServer {

    /// How much of the grace open calls have to end by themselves before the server ends them.
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(2);

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("grpc-", 0).factory());
    private final OpenCalls openCalls = new OpenCalls();
    private final GrpcSettings settings;
    private final MessageBudget budget;
    private final Server server;

    public GrpcServer(GrpcSettings settings, ServedUseCases useCases) {
        this.settings = settings;
        this.budget = new MessageBudget(settings.requestBytesMax());
        FrameIntake frames = new FrameIntake(useCases.streams(), useCases.ingestRecords(), workers);
        RecordIntake records = new RecordIntake(useCases.streams(), useCases.ingestRecords(), workers);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(settings.address())
                .directExecutor()
                .maxInboundMessageSize(settings.messageBytesMax())
                .maxInboundMetadataSize(settings.metadataBytesMax())
                .maxConcurrentCallsPerConnection(settings.callsPerConnectionMax())
                .permitKeepAliveTime(settings.keepAliveFloor().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(settings.connectionIdleMax().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(settings.connectionAgeMax().toMillis(), TimeUnit.MILLISECONDS)
                .addStreamTracerFactory(budget)
                .intercept(new BudgetInterceptor())
                .addService(BoundedMarshaller.bound(
                        new HealthEndpoint(useCases.checkReadiness(), openCalls, workers).bindService()))
                .addService(permitted(
                        useCases,
                        Permission.RECORDS_INGEST,
                        new IngestionEndpoint(frames, records, openCalls, workers, settings).bindService()))
                .addService(bounded(useCases, Permission.RECORDS_QUERY, new QueryEndpoint(useCases, workers)));
        if (settings.reflection()) {
            builder.addService(bounded(useCases, Permission.API_DESCRIPTION, ProtoReflectionServiceV1.newInstance()));
        }
        this.server = builder.build();
    }

    private ServerServiceDefinition bounded(ServedUseCases useCases, Permission permission, BindableService service) {
        return permitted(useCases, permission, BoundedMarshaller.bound(service.bindService()));
    }

    private ServerServiceDefinition permitted(
            ServedUseCases useCases, Permission permission, ServerServiceDefinition service) {
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
            workers.shutdown();
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
