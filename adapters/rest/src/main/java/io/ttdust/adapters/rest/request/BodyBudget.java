package io.ttdust.adapters.rest.request;

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

    /// Four of the largest bodies, or thousands of usual ones.
    static final long BYTES_MAX = 64L << 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final AtomicLong taken = new AtomicLong();

    /// What one request holds of the bound, until it is closed. Used by one thread.
    public final class Share implements AutoCloseable {

        private long bytes;

        private Share() {}

        /// Takes `more` bytes.
        ///
        /// @throws RefusedException `OVERLOADED` if the bound is reached
        public void grow(long more) {
            long after = taken.addAndGet(more);
            if (after > BYTES_MAX && after != bytes + more) {
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

    /// An empty share, to be closed when the request is answered.
    public Share open() {
        return new Share();
    }

    /// Bytes in flight now.
    long takenBytes() {
        return taken.get();
    }
}
