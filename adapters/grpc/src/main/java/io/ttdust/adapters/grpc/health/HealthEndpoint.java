package io.ttdust.adapters.grpc.health;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttdust.adapters.grpc.call.OpenCalls;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.proto.admin.v1.AdminServiceGrpc;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import java.util.Set;
import java.util.concurrent.Executor;

/// `grpc.health.v1.Health`: the node's readiness, for the server as a whole and, the same, for each service. A
/// degraded node serves. Needs no API key.
public final class HealthEndpoint extends HealthGrpc.HealthImplBase {

    private static final Set<String> SERVICES =
            Set.of("", IngestionServiceGrpc.SERVICE_NAME, QueryServiceGrpc.SERVICE_NAME, AdminServiceGrpc.SERVICE_NAME);

    private final CheckReadiness checkReadiness;
    private final OpenCalls openCalls;
    private final Executor workers;

    public HealthEndpoint(CheckReadiness checkReadiness, OpenCalls openCalls, Executor workers) {
        this.checkReadiness = checkReadiness;
        this.openCalls = openCalls;
        this.workers = workers;
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> client) {
        if (!SERVICES.contains(request.getService())) {
            client.onError(Status.NOT_FOUND
                    .withDescription("there is no service of that name")
                    .asRuntimeException());
            return;
        }
        workers.execute(() -> {
            client.onNext(response(status()));
            client.onCompleted();
        });
    }

    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> client) {
        HealthWatch watch = new HealthWatch(
                (ServerCallStreamObserver<HealthCheckResponse>) client,
                SERVICES.contains(request.getService()) ? this::status : () -> ServingStatus.SERVICE_UNKNOWN,
                openCalls);
        watch.open();
        workers.execute(watch);
    }

    private ServingStatus status() {
        try {
            return switch (checkReadiness.check().status()) {
                case OK, DEGRADED -> ServingStatus.SERVING;
                case UNAVAILABLE -> ServingStatus.NOT_SERVING;
            };
        } catch (RuntimeException e) { // endpoint boundary: who asks about health wants an answer
            Problems.of(e, "checking readiness");
            return ServingStatus.NOT_SERVING;
        }
    }

    static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }
}
