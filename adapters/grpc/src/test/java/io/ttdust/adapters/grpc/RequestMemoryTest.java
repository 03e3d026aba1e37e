package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.FrameClient.frame;
import static io.ttdust.adapters.grpc.FrameClient.frameTo;
import static io.ttdust.adapters.grpc.RecordClient.record;
import static io.ttdust.adapters.grpc.RecordClient.recordTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.ttdust.adapters.grpc.GrpcSettings.Patience;
import io.ttdust.adapters.grpc.call.BoundedMarshaller;
import io.ttdust.proto.ingestion.v1.GetBatchJobRequest;
import io.ttdust.proto.ingestion.v1.IngestBatchRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestRequest;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.RecordInput;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What request messages hold over all calls, and that it is given back on every path.
@Timeout(120)
@Tag("F27")
class RequestMemoryTest {

    private static final int BUDGET_BYTES = 1 << 20;
    private static final String LARGE = "x".repeat(700 << 10);

    private final SteeredLog log = new SteeredLog();
    private final LocalNode node = LocalNode.writingTo(
            log, address -> LocalNode.usual(address).with(BUDGET_BYTES, Duration.ofSeconds(10), Patience.DEFAULT));
    private final Channel channel = node.channel();

    @AfterEach
    void stop() {
        node.close();
        await(() -> node.server.budget().calls() == 0);
        assertThat(node.server.budget().calls()).isZero();
    }

    @Test
    void aFrameThereIsNoRoomForIsRefusedByItsIdAndItsCallGoesOn() throws Exception {
        FrameClient first = new FrameClient(channel);
        FrameClient second = new FrameClient(node.channel());
        first.send(frame(7, LARGE));
        assertThat(log.awaitAppends(1, 10)).isTrue();

        IngestRecordsResponse refused = second.ask(frame(8, LARGE));
        IngestRecordsResponse compressed = second.compressing().ask(frame(9, LARGE));

        assertThat(refused.getFrameId()).isEqualTo(8);
        assertThat(refused.getError().getCode()).isEqualTo("OVERLOADED");
        assertThat(refused.getError().getRetryAfterMillis()).isPositive();
        assertThat(compressed.getFrameId()).isEqualTo(9);
        assertThat(compressed.getError().getCode()).isEqualTo("OVERLOADED");
        log.completeAll();
        assertThat(first.read().getAcceptedCount()).isEqualTo(1);
        awaitNothingHeld();
        assertThat(second.ask(frame(10, LARGE)).getAcceptedCount()).isEqualTo(1);
    }

    @Test
    void aRecordThereIsNoRoomForIsRefusedInBandAndAnUnaryOneByItsStatus() throws Exception {
        RecordClient first = new RecordClient(channel);
        RecordClient second = new RecordClient(node.channel());
        first.send(record(LARGE));
        assertThat(log.awaitAppends(1, 10)).isTrue();

        IngestResponse refused = second.ask(record(LARGE));
        StatusRuntimeException status = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> IngestionServiceGrpc.newBlockingStub(channel).ingest(record(LARGE)));

        assertThat(refused.getError().getCode()).isEqualTo("OVERLOADED");
        assertThat(refused.getError().getRetryAfterMillis()).isPositive();
        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Objects.requireNonNull(StatusProto.fromThrowable(status)).getDetailsList())
                .anyMatch((Any detail) -> detail.is(RetryInfo.class));
        log.completeAll();
        assertThat(first.read().hasError()).isFalse();
        assertThat(second.ask(record(LARGE)).hasError()).isFalse();
        awaitNothingHeld();
    }

    @Test
    void aMessageLargerThanTheBudgetIsTakenWhenNothingElseIs() throws Exception {
        log.becomeDurableAtOnce();
        FrameClient client = new FrameClient(channel);
        String mega = "m".repeat(1 << 20);

        assertThat(client.ask(frame(1, mega, mega, mega)).hasError()).isFalse();
        assertThat(client.compressing().ask(frame(2, mega, mega, mega)).hasError())
                .isFalse();
        awaitNothingHeld();
    }

    @Test
    void attributesCountAsWhatTheyTakeInMemory() throws Exception {
        FrameClient first = new FrameClient(channel);
        FrameClient second = new FrameClient(node.channel());
        second.send(frame(1, "x"));
        assertThat(log.awaitAppends(1, 10)).isTrue();
        // A hundred kilobytes on the wire.
        IngestRecordsRequest manyPairs = pairs(200, 60);

        assertThat(first.ask(manyPairs).getError().getCode()).isEqualTo("OVERLOADED");
        log.completeAll();
        second.read();
        awaitNothingHeld();
        assertThat(first.ask(manyPairs).hasError()).isFalse();
        awaitNothingHeld();
    }

    private static IngestRecordsRequest pairs(int records, int each) {
        IngestRecordsRequest.Builder frame = frameTo("clicks", 1);
        for (int i = 0; i < records; i++) {
            RecordInput.Builder record = RecordInput.newBuilder();
            for (int k = 0; k < each; k++) {
                record.putMetadata(Integer.toString(k), "");
            }
            frame.addRecords(record);
        }
        return frame.build();
    }

    @Test
    void aRequestOfAnotherServiceIsSmallOrRefused() {
        QueryServiceGrpc.QueryServiceBlockingStub query = QueryServiceGrpc.newBlockingStub(channel);
        TimeRangeQueryRequest huge = TimeRangeQueryRequest.newBuilder()
                .setStreamId("clicks")
                .setCursor("x".repeat(BoundedMarshaller.BYTES_MAX))
                .build();

        StatusRuntimeException status =
                catchThrowableOfType(StatusRuntimeException.class, () -> query.queryTimeRange(huge));

        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status).hasMessageContaining("more than 1048576 bytes");
        assertThat(node.server.requestBytes()).isZero();
    }

    @Test
    void aRequestForAnImportIsBoundedThoughNoneIsMade() throws Exception {
        IngestionServiceGrpc.IngestionServiceBlockingStub unary = IngestionServiceGrpc.newBlockingStub(channel);
        IngestBatchRequest huge = IngestBatchRequest.newBuilder()
                .putOptions("k", "x".repeat(BoundedMarshaller.BYTES_MAX))
                .build();
        GetBatchJobRequest hugeJob = GetBatchJobRequest.newBuilder()
                .setJobId("x".repeat(BoundedMarshaller.BYTES_MAX))
                .build();
        FrameClient holder = new FrameClient(node.channel());
        holder.send(frame(1, LARGE));
        assertThat(log.awaitAppends(1, 10)).isTrue();
        IngestBatchRequest large =
                IngestBatchRequest.newBuilder().putOptions("k", LARGE).build();

        assertThat(refusal(() -> unary.ingestBatch(huge))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> unary.getBatchJob(hugeJob))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> unary.ingestBatch(large))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

        log.completeAll();
        assertThat(holder.read().hasError()).isFalse();
        awaitNothingHeld();
    }

    private static Status.Code refusal(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call)
                .getStatus()
                .getCode();
    }

    @Test
    void aCallWhoseMessageIsTooMuchWhileItArrivesEnds() throws Exception {
        log.becomeDurableAtOnce();
        FrameClient client = new FrameClient(channel);
        assertThat(client.ask(frame(1, "a")).hasError()).isFalse();
        assertThat(node.server.budget().arrive(BUDGET_BYTES, 0)).isTrue();

        assertThat(client.ask(frame(2, "small messages do not count")).hasError())
                .isFalse();
        client.send(frame(3, LARGE));

        assertThat(codeOf(client)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        StatusRuntimeException unary = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> IngestionServiceGrpc.newBlockingStub(channel).ingest(record(LARGE)));
        assertThat(unary.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        node.server.budget().arrived(BUDGET_BYTES);
        awaitNothingHeld();
        assertThat(new FrameClient(channel).ask(frame(4, LARGE)).hasError()).isFalse();
    }

    @Test
    @Tag("F28")
    void aUnaryCallThatIsCancelledBeforeItIsWholeHoldsNothing() {
        ClientCall<IngestRequest, IngestResponse> call =
                channel.newCall(IngestionServiceGrpc.getIngestMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage(record(LARGE));
        awaitBytes(held -> held > LARGE.length());

        call.cancel("the test says so", null);

        awaitNothingHeld();
    }

    @Test
    @Tag("F28")
    void nothingIsHeldAfterAStormOfCallsThatEndInEveryWay() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Channel> channels = List.of(channel, node.channel(), node.channel());
        for (int round = 0; round < 10; round++) {
            List<CallClient<?, ?>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Channel chosen = channels.get(random.nextInt(channels.size()));
                calls.add(random.nextBoolean() ? frames(chosen, random) : records(chosen, random));
            }
            for (CallClient<?, ?> call : calls) {
                if (random.nextInt(4) > 0) {
                    call.cancel();
                }
            }
        }
        log.completeAll();

        // A call of the storm may still be on its way when nothing is held, and take the memory for a moment.
        awaitNothingHeld("seed %d".formatted(seed));
        IngestRecordsResponse answer = new FrameClient(channel).ask(frame(1, LARGE));
        for (int i = 0; i < 100 && answer.hasError(); i++) {
            awaitNothingHeld("seed %d".formatted(seed));
            answer = new FrameClient(channel).ask(frame(1, LARGE));
        }
        assertThat(answer.hasError()).as("seed %d: %s", seed, answer).isFalse();
    }

    private FrameClient frames(Channel chosen, Random random) {
        FrameClient client = new FrameClient(
                random.nextInt(3) == 0
                        ? deadline(chosen, random)
                        : IngestionServiceGrpc.newStub(chosen).withCompression("gzip"));
        if (random.nextInt(3) == 0) {
            client.compressing();
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            client.send(frameTo(random.nextInt(5) == 0 ? "nowhere" : "clicks", i, text(random), text(random))
                    .build());
        }
        end(client, random);
        return client;
    }

    private static IngestionServiceGrpc.IngestionServiceStub deadline(Channel chosen, Random random) {
        return IngestionServiceGrpc.newStub(chosen)
                .withCompression("gzip")
                .withDeadlineAfter(1 + random.nextInt(50), TimeUnit.MILLISECONDS);
    }

    private RecordClient records(Channel chosen, Random random) {
        RecordClient client = new RecordClient(chosen);
        for (int i = random.nextInt(20); i > 0; i--) {
            client.send(recordTo(random.nextInt(5) == 0 ? "" : "clicks", text(random))
                    .build());
        }
        end(client, random);
        return client;
    }

    private static void end(CallClient<?, ?> client, Random random) {
        if (random.nextInt(3) == 0) {
            client.readingAll();
        }
        if (random.nextInt(3) == 0) {
            client.halfClose();
        }
    }

    private static String text(Random random) {
        return "x".repeat(1 << random.nextInt(18));
    }

    private static Status.Code codeOf(FrameClient ended) throws Exception {
        StatusRuntimeException status = ended.end();
        return status == null ? Status.Code.OK : status.getStatus().getCode();
    }

    private void awaitNothingHeld() {
        awaitNothingHeld("");
    }

    private void awaitNothingHeld(String hint) {
        awaitBytes(held -> held == 0);
        assertThat(node.server.requestBytes()).as(hint).isZero();
    }

    private void awaitBytes(LongPredicate wanted) {
        await(() -> wanted.test(node.server.requestBytes()));
    }

    /// Messages arrive, answers leave and calls end on threads of the server's own.
    private static void await(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!wanted.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
