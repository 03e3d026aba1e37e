package io.ttdust.adapters.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call of `IngestRecords`: frames in, one answer each out, in order.
///
/// Three parties meet here and none waits for another. The event loop appends arriving frames to two queues. The
/// call's virtual thread ([#run]) takes them from the first, one after another, so that records reach the log in
/// the order sent; it is the one that blocks when the log is full. Whoever completes an answer emits all answers
/// that are due from the second, unless somebody is already at it.
///
/// Bounded by credit: one message is asked for at a time, and none while [GrpcSettings#frameWindow] frames or
/// [GrpcSettings#frameWindowBytes] bytes are read and their answers not handed to the transport. The transport
/// takes answers only while the client reads them, so a client that does not read acks is not read either.
///
/// The call's thread also looks the caller's key up again, every [GrpcSettings#keyCheckInterval]. When the key no
/// longer holds, frames not yet offered are refused, the others answered, and the call is ended for that reason.
final class FrameCall implements StreamObserver<IncomingFrame>, Runnable, OpenCalls.LongCall {

    private static final Logger LOG = LoggerFactory.getLogger(FrameCall.class);
    private static final Frame END = new Frame(null, 0);

    /// How long a client whose key no longer holds may take to read the answers that are still due.
    private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ServerCallStreamObserver<IngestRecordsResponse> client;
    private final Caller caller;
    private final FrameIntake intake;
    private final OpenCalls openCalls;
    private final int windowFrames;
    private final int windowBytes;
    private final long keyCheckNanos;

    private final LinkedBlockingQueue<Frame> arrived = new LinkedBlockingQueue<>();
    private final Queue<Frame> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger framesInFlight = new AtomicInteger();
    private final AtomicLong bytesInFlight = new AtomicLong();

    /// Whether a message was asked for and has not come yet.
    private final AtomicBoolean asked = new AtomicBoolean();

    /// How often [#emit] was called since somebody began to emit; 0 when nobody does.
    private final AtomicInteger emitting = new AtomicInteger();

    /// The client has sent its last frame.
    private volatile boolean halfClosed;

    /// The server ends the call: what was taken is answered, nothing more is taken.
    private volatile boolean ending;

    /// The call's thread died of an [Error].
    private volatile boolean broken;

    /// Why the caller's key no longer holds; null while it does.
    private volatile @Nullable Problem lost;

    /// The client has not read its last answers in time.
    private volatile boolean overdue;

    /// When the key was found good; used by the call's thread alone.
    private long keyCheckedAt;

    /// Nobody is left to answer.
    private volatile boolean closed;

    private static final class Frame {

        private final int bytes;

        /// Dropped once its records are offered.
        private @Nullable IncomingFrame request;

        private volatile @Nullable IngestRecordsResponse answer;

        private Frame(@Nullable IncomingFrame request, int bytes) {
            this.request = request;
            this.bytes = bytes;
        }
    }

    FrameCall(
            ServerCallStreamObserver<IngestRecordsResponse> client,
            Caller caller,
            FrameIntake intake,
            OpenCalls openCalls,
            GrpcSettings settings) {
        this.client = client;
        this.caller = caller;
        this.intake = intake;
        this.openCalls = openCalls;
        this.windowFrames = settings.frameWindow();
        this.windowBytes = settings.frameWindowBytes();
        this.keyCheckNanos = settings.keyCheckInterval().toNanos();
        this.keyCheckedAt = System.nanoTime();
    }

    /// Connects the call to its client. Must be called before the endpoint's method returns.
    void open() {
        client.disableAutoRequest();
        client.setOnReadyHandler(this::emit);
        client.setOnCancelHandler(this::cancel);
        openCalls.add(this);
        ask();
    }

    @Override
    public void onNext(IncomingFrame request) {
        asked.set(false);
        Frame frame = new Frame(request, request.bytes());
        framesInFlight.incrementAndGet();
        bytesInFlight.addAndGet(frame.bytes);
        if (take(frame)) {
            ask();
        }
    }

    /// After [#end] no frame is taken, so that every taken one is answered.
    private synchronized boolean take(Frame frame) {
        if (ending || closed) {
            return false;
        }
        unanswered.add(frame);
        arrived.add(frame);
        return true;
    }

    @Override
    public void onError(Throwable broken) {
        cancel();
    }

    @Override
    public void onCompleted() {
        halfClosed = true;
        arrived.add(END);
        emit();
    }

    /// Answers what was taken, takes nothing more, and ends the call with `UNAVAILABLE`.
    @Override
    public void end() {
        synchronized (this) {
            ending = true;
        }
        arrived.add(END);
        emit();
    }

    /// The client is gone: what is being appended is appended, what waits is dropped unwritten.
    private void cancel() {
        closed = true;
        arrived.add(END);
        openCalls.remove(this);
        emit();
    }

    /// Asks for the next message if there is credit and none is on its way.
    private void ask() {
        if (!halfClosed
                && !ending
                && !closed
                && framesInFlight.get() < windowFrames
                && bytesInFlight.get() < windowBytes
                && asked.compareAndSet(false, true)) {
            client.request(1);
        }
    }

    /// Offers the frames one after another until the last.
    @Override
    public void run() {
        boolean orderly = false;
        try {
            for (Frame frame = next(); frame != END && !closed; frame = next()) {
                offer(frame);
            }
            orderly = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!orderly) {
                broken = true;
                emit();
            }
        }
    }

    /// The next frame to offer, while the caller's key holds.
    private Frame next() throws InterruptedException {
        while (true) {
            long wait = keyCheckedAt + keyCheckNanos - System.nanoTime();
            Frame frame = arrived.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (frame == END) {
                return END;
            }
            if (wait <= 0 || frame == null) {
                Problem problem = caller.lost();
                if (problem != null) {
                    refuse(frame, problem);
                    return END;
                }
                keyCheckedAt = System.nanoTime();
            }
            if (frame != null) {
                return frame;
            }
        }
    }

    /// Refuses what is not offered yet, answers the rest, and ends the call.
    private void refuse(@Nullable Frame first, Problem problem) throws InterruptedException {
        synchronized (this) {
            lost = problem;
            ending = true;
        }
        for (Frame frame = first; frame != null || !arrived.isEmpty(); frame = arrived.poll()) {
            IncomingFrame request = frame == null ? null : frame.request;
            if (frame != null && request != null) {
                frame.request = null;
                frame.answer = FrameAnswer.refused(request.frameId(), problem);
            }
        }
        emit();
        long giveUp = System.nanoTime() + LAST_ANSWERS_NANOS;
        for (long left = LAST_ANSWERS_NANOS; !closed && left > 0; left = giveUp - System.nanoTime()) {
            // Nothing but END still comes, at the latest when the call is closed.
            Frame _ = arrived.poll(left, TimeUnit.NANOSECONDS);
        }
        overdue = true;
        emit();
    }

    private void offer(Frame frame) {
        IncomingFrame request = frame.request;
        frame.request = null;
        if (request != null) {
            CompletableFuture<?> _ = intake.offer(caller.principal(), request).whenComplete((answer, failure) -> {
                if (answer != null) {
                    frame.answer = answer;
                } else {
                    LOG.error("a frame could not be answered, its call ends", failure);
                    broken = true;
                }
                emit();
            });
        }
    }

    /// Emits what is due, unless another thread is at it, which then goes round once more. Nobody waits.
    private void emit() {
        if (emitting.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            emitDue();
            seen = emitting.addAndGet(-seen);
        } while (seen != 0);
    }

    private void emitDue() {
        if (closed) {
            unanswered.clear();
            return;
        }
        boolean last = halfClosed || ending;
        Frame next = unanswered.peek();
        while (next != null && client.isReady()) {
            IngestRecordsResponse answer = next.answer;
            if (answer == null) {
                break;
            }
            unanswered.remove();
            client.onNext(answer);
            framesInFlight.decrementAndGet();
            bytesInFlight.addAndGet(-next.bytes);
            ask();
            next = unanswered.peek();
        }
        if (broken) {
            close();
            client.onError(Problems.status(Problem.of(
                    ErrorCode.INTERNAL_ERROR, "an error on our side; frames without an answer may be written or not")));
        } else if (overdue || (last && next == null)) {
            Problem reason = lost;
            close();
            if (reason != null) {
                client.onError(Problems.status(reason));
            } else if (halfClosed) {
                client.onCompleted();
            } else {
                client.onError(Problems.shuttingDown());
            }
        }
    }

    private void close() {
        closed = true;
        arrived.add(END);
        openCalls.remove(this);
    }
}
