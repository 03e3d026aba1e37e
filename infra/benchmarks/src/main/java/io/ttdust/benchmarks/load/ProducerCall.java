package io.ttdust.benchmarks.load;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One `IngestRecords` call that keeps a number of frames in flight: each answer sends the next frame.
///
/// Everything happens on the connection's event loop, where callbacks of one call come one after another; there is
/// nothing to lock and nothing to wake.
final class ProducerCall implements ClientResponseObserver<IngestRecordsRequest, IngestRecordsResponse> {

    private final Frames frames;
    private final int inFlightMax;
    private final Answers answers;
    private final long[] sentNanos;
    private final Latencies latencies = new Latencies();
    private final CompletableFuture<Latencies> ended = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<IngestRecordsRequest> requests;
    private long sent;
    private long answered;
    private volatile boolean stopping;
    private volatile boolean timed;

    /// @param first number of the first frame to send, so that calls begin at different events
    ProducerCall(Frames frames, int inFlightMax, long first, Answers answers) {
        this.frames = frames;
        this.inFlightMax = inFlightMax;
        this.answers = answers;
        this.sentNanos = new long[inFlightMax];
        this.sent = first;
        this.answered = first;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<IngestRecordsRequest> call) {
        requests = call;
        call.setOnReadyHandler(this::fill);
    }

    private ClientCallStreamObserver<IngestRecordsRequest> requests() {
        return Objects.requireNonNull(requests, "the call was not started");
    }

    private void fill() {
        while (sent - answered < inFlightMax && !stopping) {
            send();
        }
    }

    private void send() {
        sentNanos[(int) (sent % inFlightMax)] = System.nanoTime();
        requests().onNext(frames.get(sent++));
    }

    @Override
    public void onNext(IngestRecordsResponse answer) {
        if (timed) {
            latencies.add(System.nanoTime() - sentNanos[(int) (answered % inFlightMax)]);
        }
        answers.take(answer, frames.get(answered++).getFrameId(), frames.records());
        if (!stopping) {
            send();
        } else if (sent == answered) {
            requests().onCompleted();
        }
    }

    @Override
    public void onError(Throwable failure) {
        answers.broken("a call ended: " + failure);
        ended.complete(latencies);
    }

    @Override
    public void onCompleted() {
        ended.complete(latencies);
    }

    /// From now on latencies are kept.
    void time() {
        timed = true;
    }

    /// Sends no more frames. The future completes when all are answered, with the latencies since [#time].
    CompletableFuture<Latencies> stop() {
        timed = false;
        stopping = true;
        return ended;
    }
}
