package io.ttdust.bootstrap.node;

import io.ttdust.application.port.StorageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a process in which something is broken that only a restart gets past. The exit code says what.
final class ProcessEnd {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);

    /// Callers that wait get their answer before the process ends.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// A disk that fails may also hang, and a stop that waits for it never ends.
    private static final Duration STOP_MAX = Duration.ofSeconds(60);

    private static final int EXIT_LOG_FAILED = 3;
    private static final int EXIT_UNFLUSHABLE = 4;
    private static final int EXIT_UNWATCHED = 5;

    private ProcessEnd() {}

    /// After a failed write or sync only a restart can tell what the disk holds.
    static void logFailed(StorageException failure) {
        LOG.atError()
                .addKeyValue("event", "log.failed")
                .setCause(failure)
                .log("the log failed; the process ends so that a restart recovers what is on disk");
        begin(EXIT_LOG_FAILED, GRACE, STOP_MAX);
    }

    /// Another start of the node has taken over, or flushing met a defect: this process brings nothing into files.
    static void unflushable() {
        begin(EXIT_UNFLUSHABLE, GRACE, STOP_MAX);
    }

    /// Watching the catalog met a defect: this process would check records against versions that are in force no more.
    static void unwatched() {
        begin(EXIT_UNWATCHED, GRACE, STOP_MAX);
    }

    /// Stops the process in good order after `grace`; one that has not ended `stopMax` later is cut off.
    static void begin(int status, Duration grace, Duration stopMax) {
        daemon("node-failed", grace, () -> {
            daemon("node-hangs", stopMax, () -> Runtime.getRuntime().halt(status));
            System.exit(status);
        });
    }

    private static void daemon(String name, Duration wait, Runnable then) {
        Thread.ofPlatform().name(name).daemon(true).start(() -> {
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // somebody is in a hurry
            }
            then.run();
        });
    }
}
