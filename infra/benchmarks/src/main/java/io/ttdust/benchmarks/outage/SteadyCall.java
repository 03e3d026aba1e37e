package io.ttdust.benchmarks.outage;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ttdust.benchmarks.load.Answers;
import io.ttdust.benchmarks.load.Frames;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One `IngestRecords` call that may be refused: it counts what is accepted and what is not. Frames are sent by one
/// thread; answers come on another.
final class SteadyCall implements ClientResponseObserver<IngestRecordsRequest, IngestRecordsResponse> {

    private final Frames frames;
    private final int inFlightMax;
    private final AtomicLong accepted;
    private final AtomicLong refused;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final CompletableFuture<@Nullable String> ended = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<IngestRecordsRequest> requests;
    private volatile boolean everAccepted;
    private long sent;

    /// @param accepted counts records, over all calls
    /// @param refused counts records, over all calls
    SteadyCall(Frames frames, int inFlightMax, AtomicLong accepted, AtomicLong refused) {
        this.frames = frames;
        this.inFlightMax = inFlightMax;
        this.accepted = accepted;
        this.refused = refused;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<IngestRecordsRequest> call) {
        requests = call;
    }

    private ClientCallStreamObserver<IngestRecordsRequest> requests() {
        return Objects.requireNonNull(requests, "the call was not started");
    }

    /// Sends the next frame, unless too many are without an answer or the call has ended.
    void send() {
        if (inFlight.get() < inFlightMax && !ended.isDone()) {
            inFlight.incrementAndGet();
            requests().onNext(frames.get(sent++));
        }
    }

    @Override
    public void onNext(IngestRecordsResponse answer) {
        int taken = Answers.acceptedIn(answer);
        accepted.addAndGet(taken);
        everAccepted |= taken > 0;
        refused.addAndGet(frames.records() - taken);
        inFlight.decrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete("a call ended: " + failure);
    }

    @Override
    public void onCompleted() {
        ended.complete(null);
    }

    /// Whether a record was accepted: the server then knows the stream without asking for it.
    boolean isUnderWay() {
        return everAccepted;
    }

    /// Sends no more frames. The future completes when all are answered, with what went wrong, if anything did.
    CompletableFuture<@Nullable String> finish() {
        requests().onCompleted();
        return ended;
    }
}
