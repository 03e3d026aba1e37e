package io.ttdust.adapters.grpc.ordered;

import org.jspecify.annotations.Nullable;

/// A message on its way through an [OrderedCall].
final class QueuedMessage<Q, R> {

    final int bytes;

    /// Dropped once it is offered; used by whoever took the message from the queue.
    @Nullable
    Q request;

    volatile @Nullable R answer;

    /// There will be no answer.
    volatile boolean givenUp;

    QueuedMessage(@Nullable Q request, int bytes) {
        this.request = request;
        this.bytes = bytes;
    }
}
