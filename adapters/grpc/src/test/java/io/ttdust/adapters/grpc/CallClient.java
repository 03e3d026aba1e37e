package io.ttdust.adapters.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One call with messages both ways, from the client's side. Reads no answer before [#read] asks for it.
abstract class CallClient<Q, R> implements ClientResponseObserver<Q, R> {

    private static final long PATIENCE_SECONDS = 30;

    final ClientCallStreamObserver<Q> server;

    private final LinkedBlockingQueue<R> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

    CallClient(Function<StreamObserver<R>, StreamObserver<Q>> start) {
        server = (ClientCallStreamObserver<Q>) start.apply(this);
    }

    @SafeVarargs
    final CallClient<Q, R> send(Q... messages) {
        for (Q message : messages) {
            server.onNext(message);
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
    R read() throws InterruptedException {
        server.request(1);
        R answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer in %d s; the call: %s".formatted(PATIENCE_SECONDS, end));
        }
        return answer;
    }

    List<R> read(int count) throws InterruptedException {
        List<R> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            read.add(read());
        }
        return read;
    }

    /// Sends one message and reads its answer.
    R ask(Q message) throws InterruptedException {
        server.onNext(message);
        return read();
    }

    /// How the call ended; null for OK. Answers that were not read are dropped.
    @Nullable
    StatusRuntimeException end() throws Exception {
        server.request(Integer.MAX_VALUE);
        return (StatusRuntimeException) end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// From now on answers are taken as they come.
    CallClient<Q, R> readingAll() {
        server.request(Integer.MAX_VALUE);
        return this;
    }

    /// Whether the call ends within the time.
    boolean endsWithin(Duration time) throws InterruptedException, ExecutionException {
        try {
            end.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /// The answers taken by [#readingAll].
    List<R> heard() {
        return List.copyOf(answers);
    }

    /// Answers that came and nobody read.
    int unread() {
        return answers.size();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
        call.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(R answer) {
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
