package io.ttdust.adapters.grpc.ordered;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The client of a call, which keeps what it is told and is ready for it unless [#reads] says otherwise.
final class FakeClient extends ServerCallStreamObserver<String> {

    final Queue<String> answers = new ConcurrentLinkedQueue<>();
    volatile @Nullable Throwable end;
    volatile boolean reads = true;
    private volatile boolean cancelled;
    private volatile Runnable onCancel = () -> {};

    /// As the transport does when the client goes away.
    void cancel() {
        cancelled = true;
        onCancel.run();
    }

    @Override
    public void onNext(String answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
        end = failure;
    }

    @Override
    public void onCompleted() {
        // nothing follows
    }

    @Override
    public boolean isReady() {
        return reads;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        onCancel = handler;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        // whether it reads does not change while a call is open
    }

    @Override
    public void disableAutoRequest() {
        // messages come as the test sends them
    }

    @Override
    public void disableAutoInboundFlowControl() {
        // messages come as the test sends them
    }

    @Override
    public void request(int count) {
        // messages come as the test sends them
    }

    @Override
    public void setMessageCompression(boolean enable) {
        // nothing is compressed
    }

    @Override
    public void setCompression(String compression) {
        // nothing is compressed
    }
}
