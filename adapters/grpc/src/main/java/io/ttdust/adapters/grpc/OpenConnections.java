package io.ttdust.adapters.grpc;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the connections that are open. Safe for all threads.
final class OpenConnections extends ServerTransportFilter {

    private final AtomicInteger open = new AtomicInteger();

    @Override
    public Attributes transportReady(Attributes attributes) {
        open.incrementAndGet();
        return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        open.decrementAndGet();
    }

    int count() {
        return open.get();
    }
}
