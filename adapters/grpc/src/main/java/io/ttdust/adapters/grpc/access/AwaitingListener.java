package io.ttdust.adapters.grpc.access;

import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps what happens to a call until its handler has started, then passes it on in order.
///
/// Bounded by the transport: before the handler asks for messages none is delivered, so what can wait here is a
/// handful of signals and the few messages the handler asks for while it starts.
final class AwaitingListener<Q> extends ServerCall.Listener<Q> {

    private final Queue<Consumer<ServerCall.Listener<Q>>> waiting = new ArrayDeque<>();
    private volatile ServerCall.@Nullable Listener<Q> handler;

    /// Passes on what has waited, then steps aside.
    void proceed(ServerCall.Listener<Q> started) {
        while (true) {
            Consumer<ServerCall.Listener<Q>> event;
            synchronized (this) {
                event = waiting.poll();
                if (event == null) {
                    handler = started;
                    return;
                }
            }
            event.accept(started);
        }
    }

    private void pass(Consumer<ServerCall.Listener<Q>> event) {
        ServerCall.Listener<Q> started = handler;
        if (started == null) {
            synchronized (this) {
                started = handler;
                if (started == null) {
                    waiting.add(event);
                    return;
                }
            }
        }
        event.accept(started);
    }

    @Override
    public void onMessage(Q message) {
        ServerCall.Listener<Q> started = handler;
        if (started != null) {
            started.onMessage(message);
        } else {
            pass(listener -> listener.onMessage(message));
        }
    }

    @Override
    public void onHalfClose() {
        pass(ServerCall.Listener::onHalfClose);
    }

    @Override
    public void onCancel() {
        pass(ServerCall.Listener::onCancel);
    }

    @Override
    public void onComplete() {
        pass(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        pass(ServerCall.Listener::onReady);
    }
}
