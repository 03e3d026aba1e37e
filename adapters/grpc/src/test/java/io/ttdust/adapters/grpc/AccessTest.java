package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.FrameClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.query.v1.KeyLookupRequest;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in: API keys, health, reflection.
@Timeout(60)
class AccessTest {

    private static final KeyLookupRequest ANY = KeyLookupRequest.newBuilder()
            .setStreamId("clicks")
            .setKeyField("_record_id")
            .setKeyValue("rec_019b76da-a800-7000-8000-000000000000")
            .build();

    private final LocalNode node = LocalNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theKeyIsTakenFromEitherHeader() throws Exception {
        for (Channel channel : new Channel[] {
            node.channel("authorization", "Bearer " + node.secret()),
            node.channel("authorization", "ApiKey " + node.secret()),
            node.channel("x-api-key", node.secret())
        }) {
            assertThatCode(() -> QueryServiceGrpc.newBlockingStub(channel).lookupByKey(ANY))
                    .doesNotThrowAnyException();
            assertThat(new FrameClient(channel).ask(frame(1, "a")).getAcceptedCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void nobodyGetsInWithoutAKey() throws Exception {
        assertThat(statusOfIngest(node.bareChannel())).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThatThrownBy(() ->
                        QueryServiceGrpc.newBlockingStub(node.bareChannel()).lookupByKey(ANY))
                .hasMessageStartingWith("UNAUTHENTICATED: no API key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "Bearer ttd_live_%s"})
    void nobodyGetsInWithAWrongKey(String authorization) throws Exception {
        Channel channel = node.channel("authorization", authorization.formatted("0".repeat(64)));

        assertThat(statusOfIngest(channel)).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    @Tag("F20")
    void aKeyThatCannotBeCheckedIsToldToComeBack() throws Exception {
        node.keys.goAway();

        assertThat(statusOfIngest(node.channel())).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private static Status.Code statusOfIngest(Channel channel) throws Exception {
        FrameClient client = new FrameClient(channel);
        client.send(frame(1, "a"));
        StatusRuntimeException end = client.end();
        return end == null ? Status.Code.OK : end.getStatus().getCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", IngestionServiceGrpc.SERVICE_NAME, QueryServiceGrpc.SERVICE_NAME})
    void healthIsToldToAnyone(String service) {
        assertThat(check(service)).isEqualTo(ServingStatus.SERVING);
        node.lifecycle.draining();
        assertThat(check(service)).isEqualTo(ServingStatus.NOT_SERVING);
    }

    private ServingStatus check(String service) {
        return HealthGrpc.newBlockingStub(node.bareChannel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    @Test
    void healthOfAnUnknownServiceIsUnknown() {
        assertThatThrownBy(() -> check("nonsense")).hasMessageStartingWith("NOT_FOUND");
        assertThat(HealthGrpc.newBlockingStub(node.bareChannel())
                        .watch(HealthCheckRequest.newBuilder()
                                .setService("nonsense")
                                .build())
                        .next()
                        .getStatus())
                .isEqualTo(ServingStatus.SERVICE_UNKNOWN);
    }

    @Test
    void aWatcherIsToldOfEveryChangeAndOfTheEnd() {
        Iterator<HealthCheckResponse> watch =
                HealthGrpc.newBlockingStub(node.bareChannel()).watch(HealthCheckRequest.getDefaultInstance());

        assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
        node.lifecycle.draining();
        assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
        assertThatThrownBy(watch::next).hasMessageStartingWith("UNAVAILABLE");
        closing.join();
    }

    @Test
    @Tag("B12")
    void reflectionIsOffUnlessAskedForAndNeedsAKey() throws Exception {
        assertThatThrownBy(() -> reflect(node.channel())).hasMessageContaining("UNIMPLEMENTED");
        try (LocalNode open = LocalNode.start(address -> GrpcSettings.defaults(address, true))) {
            assertThatThrownBy(() -> reflect(open.bareChannel())).hasMessageContaining("UNAUTHENTICATED");
            assertThat(reflect(open.channel()).getListServicesResponse().getServiceList())
                    .extracting(service -> service.getName())
                    .contains(IngestionServiceGrpc.SERVICE_NAME, QueryServiceGrpc.SERVICE_NAME);
        }
    }

    private static ServerReflectionResponse reflect(Channel channel) throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> server = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        server.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } finally {
            server.onCompleted();
        }
    }
}
