package io.ttdust.adapters.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One call of `IngestRecords`, from the client's side. Reads no answer before [#read] asks for it.
final class FrameClient implements ClientResponseObserver<IngestRecordsRequest, IngestRecordsResponse> {

    private static final long PATIENCE_SECONDS = 30;

    private final LinkedBlockingQueue<IngestRecordsResponse> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    private final ClientCallStreamObserver<IngestRecordsRequest> server;

    FrameClient(Channel channel) {
        server = (ClientCallStreamObserver<IngestRecordsRequest>)
                IngestionServiceGrpc.newStub(channel).withCompression("gzip").ingestRecords(this);
        server.setMessageCompression(false);
    }

    /// A frame for `clicks`.
    static IngestRecordsRequest frame(long id, String... payloads) {
        return frameTo("clicks", id, payloads).build();
    }

    static IngestRecordsRequest.Builder frameTo(String stream, long id, String... payloads) {
        IngestRecordsRequest.Builder frame =
                IngestRecordsRequest.newBuilder().setFrameId(id).setStreamId(stream);
        for (String payload : payloads) {
            frame.addRecords(RecordInput.newBuilder().setPayload(ByteString.copyFromUtf8(payload)));
        }
        return frame;
    }

    static RecordInput keyed(String key, String payload) {
        return RecordInput.newBuilder()
                .setPayload(ByteString.copyFromUtf8(payload))
                .setIdempotencyKey(key)
                .build();
    }

    /// From now on frames are sent compressed.
    FrameClient compressing() {
        server.setMessageCompression(true);
        return this;
    }

    FrameClient send(IngestRecordsRequest... frames) {
        for (IngestRecordsRequest frame : frames) {
            server.onNext(frame);
        }
        return this;
    }

    void halfClose() {
        server.onCompleted();
    }

    void cancel() {
        server.cancel("the test says so", null);
    }

    /// The next answer.
    IngestRecordsResponse read() throws InterruptedException {
        server.request(1);
        IngestRecordsResponse answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer in %d s; the call: %s".formatted(PATIENCE_SECONDS, end));
        }
        return answer;
    }

    List<IngestRecordsResponse> read(int count) throws InterruptedException {
        List<IngestRecordsResponse> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            read.add(read());
        }
        return read;
    }

    /// Sends one frame and reads its answer.
    IngestRecordsResponse ask(IngestRecordsRequest frame) throws InterruptedException {
        return send(frame).read();
    }

    /// How the call ended; null for OK. Answers that were not read are dropped.
    @Nullable
    StatusRuntimeException end() throws Exception {
        server.request(Integer.MAX_VALUE);
        return (StatusRuntimeException) end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// From now on answers are taken as they come.
    FrameClient readingAll() {
        server.request(Integer.MAX_VALUE);
        return this;
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /// The answers taken by [#readingAll].
    List<IngestRecordsResponse> heard() {
        return List.copyOf(answers);
    }

    /// Answers that came and nobody read.
    int unread() {
        return answers.size();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<IngestRecordsRequest> call) {
        call.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(IngestRecordsResponse answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(null);
    }
}
