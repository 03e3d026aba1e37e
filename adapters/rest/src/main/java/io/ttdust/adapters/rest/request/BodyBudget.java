package io.ttdust.adapters.rest.request;

import io.micronaut.http.HttpRequest;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the bytes of request bodies that are in memory, arriving or being handled, over all connections. Safe for
/// all threads.
///
/// A body's size is taken from the bound before its first byte is read, so many large uploads at once are told to
/// come back later instead of filling the memory. A request always fits when nothing else is in flight.
@Singleton
public final class BodyBudget {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final RequestLimits limits;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(RequestLimits limits) {
        this.limits = limits;
    }

    /// What one request holds of the bound, until it is closed. Used by one thread.
    final class Share implements AutoCloseable {

        private long bytes;

        private Share() {}

        /// Takes `more` bytes.
        ///
        /// @throws RefusedException `OVERLOADED` if the bound is reached
        void grow(long more) {
            long after = taken.addAndGet(more);
            if (after > limits.bodyBytesMax() && after != bytes + more) {
                taken.addAndGet(-more);
                throw new RefusedException(Problem.retryable(
                        ErrorCode.OVERLOADED, "too many request bodies are in flight; send again later", RETRY_AFTER));
            }
            bytes += more;
        }

        @Override
        public void close() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }

    /// The body of `request`, to be closed when the request is answered.
    public RequestBody open(HttpRequest<?> request) {
        return new RequestBody(request, new Share(), limits.arrivalMax());
    }

    /// An empty share, to be closed.
    Share share() {
        return new Share();
    }

    /// Bytes in flight now.
    long takenBytes() {
        return taken.get();
    }
}
