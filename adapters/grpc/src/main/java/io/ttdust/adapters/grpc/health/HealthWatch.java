package io.ttdust.adapters.grpc.health;

import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.stub.ServerCallStreamObserver;
import io.ttdust.adapters.grpc.call.OpenCalls;
import io.ttdust.adapters.grpc.call.Problems;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call of `Health.Watch`: says the status at once and then whenever it has changed, looking once a second,
/// until the client leaves or the server stops.
final class HealthWatch implements Runnable, OpenCalls.LongCall {

    private static final long LOOK_SECONDS = 1;

    private final ServerCallStreamObserver<HealthCheckResponse> client;
    private final Supplier<ServingStatus> status;
    private final OpenCalls openCalls;
    private final CountDownLatch over = new CountDownLatch(1);

    HealthWatch(
            ServerCallStreamObserver<HealthCheckResponse> client, Supplier<ServingStatus> status, OpenCalls openCalls) {
        this.client = client;
        this.status = status;
        this.openCalls = openCalls;
    }

    /// Must be called before the endpoint's method returns.
    void open() {
        client.setOnCancelHandler(this::end);
        openCalls.add(this);
    }

    @Override
    public void end() {
        over.countDown();
    }

    /// Health is told to everybody.
    @Override
    public void checkKey() {}

    @Override
    public void run() {
        @Nullable ServingStatus said = null;
        try {
            do {
                ServingStatus now = status.get();
                if (now != said && client.isReady()) {
                    client.onNext(HealthEndpoint.response(now));
                    said = now;
                }
            } while (!over.await(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            openCalls.remove(this);
            if (!client.isCancelled()) {
                client.onError(Problems.shuttingDown());
            }
        }
    }
}
