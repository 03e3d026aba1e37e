package io.ttdust.adapters.grpc.ordered;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttdust.adapters.grpc.access.Caller;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.OpenCalls;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call that takes messages in and answers each, in order: frames of `IngestRecords`, records of
/// `IngestStream`.
///
/// Three parties meet here and none waits for another. The event loop appends arriving messages to two queues. The
/// call's virtual thread ([#run]) takes them from the first, in order, as many together as the [Window] allows, so
/// that records reach the log in the order sent; it is the one that blocks when the log is full. Whoever
/// completes an answer emits all answers that are due from the second, unless somebody is already at it.
///
/// Bounded by credit: one message is asked for at a time, and none while the window's messages or bytes are read
/// and their answers not handed to the transport. (On the event loop, where most messages arrive, asking for the
/// next one costs nothing; credit for many would let a client send many of the largest.) The transport takes
/// answers only while the client reads them, so a client that does not read acks is not read either. While the
/// memory all calls share is half taken the window's bytes shrink to [CallBytes#windowBytes]; every message is
/// [CallBytes#claim]ed when it comes and dropped when its answer has left, or, after the call's end, when nobody
/// works on it any more.
///
/// The call's thread also looks the caller's key up again, when told to ([#checkKey]). When the key no longer holds,
/// what is not yet offered is refused, the rest answered, and the call is ended for that reason.
public final class OrderedCall<Q extends Incoming, R> implements StreamObserver<Q>, Runnable, OpenCalls.LongCall {

    private static final Logger LOG = LoggerFactory.getLogger(OrderedCall.class);

    private final ServerCallStreamObserver<R> client;
    private final Caller caller;
    private final CallBytes account;
    private final MessageIntake<Q, R> intake;
    private final OpenCalls openCalls;
    private final Window window;

    private final QueuedMessage<Q, R> lastOfAll = new QueuedMessage<>(null, 0);

    /// No message: it makes a thread that waits for one look at [#keyDue].
    private final QueuedMessage<Q, R> nudge = new QueuedMessage<>(null, 0);

    private final LinkedBlockingQueue<QueuedMessage<Q, R>> arrived = new LinkedBlockingQueue<>();
    private final Queue<QueuedMessage<Q, R>> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messagesInFlight = new AtomicInteger();
    private final AtomicLong bytesInFlight = new AtomicLong();
    private final Semaphore offers;

    /// Whether a message was asked for and has not come yet.
    private final AtomicBoolean asked = new AtomicBoolean();

    /// How often [#emit] was called since somebody began to emit; 0 when nobody does.
    private final AtomicInteger emitting = new AtomicInteger();

    /// The client has sent its last message.
    private volatile boolean halfClosed;

    /// The server ends the call: what was taken is answered, nothing more is taken.
    private volatile boolean ending;

    /// The call's thread died of an [Error].
    private volatile boolean broken;

    /// Why the caller's key no longer holds; null while it does.
    private volatile @Nullable Problem lost;

    /// Why nobody waits for the message that is arriving: it is too much, or has stalled; null while it is neither.
    private volatile @Nullable StatusRuntimeException cut;

    /// No further message is taken, since nobody would offer it. Guarded by this.
    private boolean givenUp;

    /// The client has not read its last answers in time.
    private volatile boolean overdue;

    /// The key is to be looked up again.
    private volatile boolean keyDue;

    /// Nobody is left to answer.
    private volatile boolean closed;

    /// A call of `client`; [#open] it, then [#run] it.
    public OrderedCall(
            ServerCallStreamObserver<R> client,
            Caller caller,
            CallBytes account,
            MessageIntake<Q, R> intake,
            OpenCalls openCalls,
            Window window) {
        this.client = client;
        this.caller = caller;
        this.account = account;
        this.intake = intake;
        this.openCalls = openCalls;
        this.window = window;
        this.offers = new Semaphore(window.offers());
    }

    /// Connects the call to its client. Must be called before the endpoint's method returns.
    public void open() {
        client.disableAutoRequest();
        client.setOnReadyHandler(this::emit);
        client.setOnCancelHandler(this::cancel);
        account.onCut(reason -> {
            cut = reason;
            emit();
        });
        openCalls.add(this);
        ask();
    }

    @Override
    public void onNext(Q request) {
        asked.set(false);
        QueuedMessage<Q, R> message = new QueuedMessage<>(request, request.bytes());
        if (!account.claim(message.bytes)) {
            return;
        }
        messagesInFlight.incrementAndGet();
        bytesInFlight.addAndGet(message.bytes);
        if (take(message)) {
            ask();
        } else {
            account.drop(message.bytes);
        }
    }

    /// After [#end] no message is taken, so that every taken one is answered.
    private synchronized boolean take(QueuedMessage<Q, R> message) {
        if (ending || closed || givenUp) {
            return false;
        }
        unanswered.add(message);
        arrived.add(message);
        return true;
    }

    @Override
    public void onError(Throwable broken) {
        cancel();
    }

    @Override
    public void onCompleted() {
        halfClosed = true;
        arrived.add(lastOfAll);
        emit();
    }

    /// Answers what was taken, takes nothing more, and ends the call with `UNAVAILABLE`.
    @Override
    public void end() {
        synchronized (this) {
            ending = true;
        }
        arrived.add(lastOfAll);
        emit();
    }

    /// Has the call's thread look the key up. A wait without a time limit is what makes this needed: one with a
    /// limit would cost every message two wake-ups of the thread that keeps the time.
    @Override
    public void checkKey() {
        keyDue = true;
        if (arrived.isEmpty()) {
            arrived.add(nudge);
        }
    }

    /// The client is gone: what is being appended is appended, what waits is dropped unwritten.
    private void cancel() {
        close();
        emit();
    }

    /// Asks for the next message if there is credit and none is on its way.
    private void ask() {
        if (!halfClosed
                && !ending
                && !closed
                && messagesInFlight.get() < window.messages()
                && bytesInFlight.get() < account.windowBytes(window.bytes())
                && asked.compareAndSet(false, true)) {
            client.request(1);
        }
    }

    /// Offers the messages in their order until the last, and stays until the call is closed.
    @Override
    public void run() {
        boolean orderly = false;
        try {
            for (List<QueuedMessage<Q, R>> next = next(); !next.isEmpty(); next = next()) {
                offer(next);
            }
            awaitClose();
            orderly = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            giveUp();
            if (!orderly) {
                broken = true;
            }
            emit();
        }
    }

    /// Drops what nobody will offer, so that its bytes are returned.
    private synchronized void giveUp() {
        givenUp = true;
        for (QueuedMessage<Q, R> message = arrived.poll(); message != null; message = arrived.poll()) {
            message.request = null;
            message.givenUp = true;
        }
        arrived.add(lastOfAll);
    }

    /// The messages to offer next, as soon as there is one and an offer may begin; none when the call ends.
    private List<QueuedMessage<Q, R>> next() throws InterruptedException {
        offers.acquire();
        QueuedMessage<Q, R> first = first();
        if (first == lastOfAll) {
            return List.of();
        }
        return window.together() == 1 ? List.of(first) : gather(first);
    }

    /// The first message and what has come after it, as far as they may be offered together. Nobody else may take
    /// messages meanwhile.
    private synchronized List<QueuedMessage<Q, R>> gather(QueuedMessage<Q, R> first) {
        List<QueuedMessage<Q, R>> next = new ArrayList<>();
        long bytes = first.bytes;
        next.add(first);
        QueuedMessage<Q, R> more = arrived.peek();
        while (more != null
                && more.request != null
                && next.size() < window.together()
                && bytes + more.bytes <= window.bytes()) {
            arrived.remove();
            next.add(more);
            bytes += more.bytes;
            more = arrived.peek();
        }
        return next;
    }

    /// The next message, while the caller's key holds. The key is checked before a message is taken from the queue,
    /// since one in the hands of a check that fails or outlasts the call would be nobody's.
    private QueuedMessage<Q, R> first() throws InterruptedException {
        while (true) {
            if (keyDue && arrived.peek() != lastOfAll && !keyHolds()) {
                return lastOfAll;
            }
            QueuedMessage<Q, R> message = arrived.take();
            if (message != nudge) {
                return message;
            }
        }
    }

    /// After the last message. A client that does not read its answers keeps the call open and what they hold in
    /// memory, but not beyond its key.
    private void awaitClose() throws InterruptedException {
        while (!closed && (!keyDue || keyHolds())) {
            QueuedMessage<Q, R> _ = arrived.take();
        }
    }

    /// Looks the key up, which is due; when it holds no longer, the call is refused its rest.
    private boolean keyHolds() throws InterruptedException {
        keyDue = false;
        Problem problem = caller.lost();
        if (problem != null) {
            refuse(problem);
        }
        return problem == null;
    }

    /// Refuses what is not offered yet, answers the rest, and ends the call.
    private void refuse(Problem problem) throws InterruptedException {
        synchronized (this) {
            lost = problem;
            ending = true;
        }
        for (QueuedMessage<Q, R> message = arrived.poll(); message != null; message = arrived.poll()) {
            Q request = message.request;
            if (request != null) {
                message.request = null;
                message.answer = intake.refusal(request, problem);
            }
        }
        emit();
        long giveUp = System.nanoTime() + Window.LAST_ANSWERS_NANOS;
        for (long left = Window.LAST_ANSWERS_NANOS; !closed && left > 0; left = giveUp - System.nanoTime()) {
            // No message still comes, but the last of all, at the latest when the call is closed.
            QueuedMessage<Q, R> _ = arrived.poll(left, TimeUnit.NANOSECONDS);
        }
        overdue = true;
        emit();
    }

    private void offer(List<QueuedMessage<Q, R>> messages) {
        List<Q> requests = new ArrayList<>(messages.size());
        for (QueuedMessage<Q, R> message : messages) {
            requests.add(Objects.requireNonNull(message.request));
            message.request = null;
        }
        CompletableFuture<List<R>> offered;
        try {
            offered = intake.offer(caller.principal(), requests);
        } catch (Throwable e) { // passed on: only the bytes are given back
            messages.forEach(message -> message.givenUp = true);
            throw e;
        }
        CompletableFuture<?> _ = offered.whenComplete((answers, failure) -> {
            if (answers != null) {
                for (int i = 0; i < answers.size(); i++) {
                    messages.get(i).answer = answers.get(i);
                }
            } else {
                LOG.error("a request could not be answered, its call ends", failure);
                messages.forEach(message -> message.givenUp = true);
                broken = true;
            }
            offers.release();
            emit();
        });
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
        if (!closed) {
            answerDue();
        }
        if (closed) {
            dropSettled();
        }
    }

    /// Once the call is closed: returns the bytes of messages nobody works on any more. Those behind one that is
    /// still being appended wait for it.
    private void dropSettled() {
        QueuedMessage<Q, R> next = unanswered.peek();
        while (next != null && (next.answer != null || next.givenUp)) {
            unanswered.remove();
            account.drop(next.bytes);
            next = unanswered.peek();
        }
    }

    private void answerDue() {
        boolean last = halfClosed || ending;
        QueuedMessage<Q, R> next = unanswered.peek();
        while (next != null && client.isReady()) {
            R answer = next.answer;
            if (answer == null) {
                break;
            }
            unanswered.remove();
            client.onNext(answer);
            messagesInFlight.decrementAndGet();
            bytesInFlight.addAndGet(-next.bytes);
            account.drop(next.bytes);
            next = unanswered.peek();
        }
        ask();
        StatusRuntimeException unwanted = cut;
        if (unwanted != null) {
            close();
            client.onError(unwanted);
        } else if (broken) {
            close();
            client.onError(Problems.status(Problem.of(
                    ErrorCode.INTERNAL_ERROR,
                    "an error on our side; what is without an answer may be written or not")));
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
        giveUp();
        openCalls.remove(this);
    }
}
