package io.ttdust.cli.client;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceStub;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One `IngestRecords` call with several frames in flight. Frames are sent by one thread; answers come on
/// another, in the order of the frames, which is checked.
public final class FrameCall implements AutoCloseable, StreamObserver<IngestRecordsResponse> {

    /// No answer takes this long while a server is there; a server that hangs must not hang its client.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    /// Takes an answer; `nanos` is the time since the frame was handed to the call.
    public interface AnswerListener {
        void answered(Frame frame, IngestRecordsResponse answer, long nanos);
    }

    private record Sent(long id, Frame frame, long nanos) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
    private final int inFlightMax;
    private final AnswerListener listener;
    private final ClientCallStreamObserver<IngestRecordsRequest> requests;
    private long nextId = 1;
    private boolean ended;
    private @Nullable Throwable failure;

    public FrameCall(IngestionServiceStub stub, int inFlightMax, AnswerListener listener) {
        this.inFlightMax = inFlightMax;
        this.listener = listener;
        this.requests = (ClientCallStreamObserver<IngestRecordsRequest>) stub.ingestRecords(this);
    }

    /// Sends a frame once there is room for one more in flight. From here on it counts as in flight, also when this
    /// throws.
    ///
    /// @throws BrokenCallException if the call has ended or no answer comes
    public void send(Frame frame) {
        long id;
        lock.lock();
        try {
            awaitUntil(() -> inFlight.size() < inFlightMax);
            id = nextId++;
            inFlight.add(new Sent(id, frame, System.nanoTime()));
            throwIfBroken();
        } finally {
            lock.unlock();
        }
        try {
            requests.onNext(frame.request().toBuilder().setFrameId(id).build());
        } catch (IllegalStateException e) { // the call was cancelled meanwhile
            throw new BrokenCallException("the call was cancelled", e);
        }
    }

    /// Waits until every frame sent so far is answered.
    ///
    /// @throws BrokenCallException if the call ends before, or no answer comes
    public void awaitAnswers() {
        lock.lock();
        try {
            awaitUntil(inFlight::isEmpty);
            throwIfBroken();
        } finally {
            lock.unlock();
        }
    }

    /// What was sent and not answered, in the order it was sent.
    public List<Frame> unanswered() {
        lock.lock();
        try {
            List<Frame> frames = new ArrayList<>(inFlight.size());
            for (Sent sent : inFlight) {
                frames.add(sent.frame());
            }
            return frames;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onNext(IngestRecordsResponse answer) {
        Sent sent;
        lock.lock();
        try {
            sent = inFlight.peek();
        } finally {
            lock.unlock();
        }
        try {
            if (sent == null || sent.id() != answer.getFrameId()) {
                throw new WrongAnswerException("answer to frame %d came when %s was due"
                        .formatted(answer.getFrameId(), sent == null ? "none" : "that to " + sent.id()));
            }
            listener.answered(sent.frame(), answer, System.nanoTime() - sent.nanos());
        } catch (WrongAnswerException e) { // for the sending thread; here it would only end the call
            end(e);
            requests.cancel("wrong answer", e);
            return;
        }
        lock.lock();
        try {
            inFlight.remove();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Throwable problem) {
        end(problem);
    }

    @Override
    public void onCompleted() {
        end(null);
    }

    /// Ends the call; waits for the server's end of it when nothing is in flight.
    @Override
    public void close() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (!inFlight.isEmpty()) {
                requests.cancel("given up with frames in flight", null);
            } else {
                requests.onCompleted();
            }
            awaitUntil(() -> false);
        } catch (BrokenCallException e) {
            requests.cancel("the server did not end the call", e);
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Throwable problem) {
        lock.lock();
        try {
            if (!ended) {
                failure = problem;
            }
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void throwIfBroken() {
        if (failure instanceof WrongAnswerException wrong) {
            throw wrong;
        }
        if (failure != null) {
            throw new BrokenCallException("the call broke: " + failure.getMessage(), failure);
        }
        if (ended) {
            throw new BrokenCallException("the server ended the call", new IllegalStateException("call completed"));
        }
    }

    /// Waits until `reached` or the end of the call; a bounded time for each answer.
    private void awaitUntil(BooleanSupplier reached) {
        int before = inFlight.size();
        long left = ANSWER_WITHIN.toNanos();
        while (!reached.getAsBoolean() && !ended) {
            if (left <= 0) {
                String text = "no answer within " + ANSWER_WITHIN.toSeconds() + " s";
                throw new BrokenCallException(text, new TimeoutException(text));
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BrokenCallException("interrupted while waiting for an answer", e);
            }
            if (inFlight.size() < before) {
                before = inFlight.size();
                left = ANSWER_WITHIN.toNanos();
            }
        }
    }
}
