package io.ttdust.bootstrap.node;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;
import io.ttdust.application.pressure.UnflushedBound;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether records come into files.
final class FlushChecks {

    private FlushChecks() {}

    /// Degraded while flushing fails: records are taken all the same, into the log.
    record Flushing(Supplier<@Nullable RuntimeException> failure) implements ComponentCheck {

        @Override
        public String component() {
            return "flush";
        }

        @Override
        public boolean required() {
            return false;
        }

        @Override
        public void check() {
            RuntimeException cause = failure.get();
            if (cause != null) {
                throw new StorageException("records wait in the log: " + cause.getMessage(), cause);
            }
        }
    }

    /// Degraded while so much waits in the log that the streams which cause it are refused; unavailable once
    /// everybody is.
    record Backlog(UnflushedBound unflushed) implements ComponentCheck {

        @Override
        public String component() {
            return "backlog";
        }

        @Override
        public boolean required() {
            return unflushed.isFull();
        }

        @Override
        public void check() {
            if (unflushed.isReached()) {
                throw new StorageException("%d bytes of the log wait to come into files, of at most %d"
                        .formatted(unflushed.unflushedBytes(), unflushed.bytesMax()));
            }
        }
    }
}
