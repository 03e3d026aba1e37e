package io.ttdust.benchmarks.load;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One `IngestRecords` call whose frames are sent at fixed times, whether or not earlier ones are answered.
///
/// A latency runs from the time a frame was due, so that a sender held up by the server does not hide the wait.
/// Frames are sent by one thread; answers come on another.
final class PacedCall implements ClientResponseObserver<IngestRecordsRequest, IngestRecordsResponse> {

    private final Frames frames;
    private final LongUnaryOperator dueNanos;
    private final Answers answers;
    private final Latencies latencies = new Latencies();
    private final CompletableFuture<Latencies> ended = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<IngestRecordsRequest> requests;
    private long sent;
    private long answered;

    /// @param dueNanos when the frame of that number is due, on the clock of [System#nanoTime]
    PacedCall(Frames frames, LongUnaryOperator dueNanos, Answers answers) {
        this.frames = frames;
        this.dueNanos = dueNanos;
        this.answers = answers;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<IngestRecordsRequest> call) {
        requests = call;
    }

    /// Sends the next frame, which is due now.
    void send() {
        requests().onNext(frames.get(sent++));
    }

    private ClientCallStreamObserver<IngestRecordsRequest> requests() {
        return Objects.requireNonNull(requests, "the call was not started");
    }

    @Override
    public void onNext(IngestRecordsResponse answer) {
        latencies.add(System.nanoTime() - dueNanos.applyAsLong(answered));
        answers.take(answer, frames.get(answered++).getFrameId(), frames.records());
    }

    @Override
    public void onError(Throwable failure) {
        answers.broken("a paced call ended: " + failure);
        ended.complete(latencies);
    }

    @Override
    public void onCompleted() {
        ended.complete(latencies);
    }

    /// Sends no more frames. The future completes when all are answered.
    CompletableFuture<Latencies> finish() {
        requests().onCompleted();
        return ended;
    }
}
