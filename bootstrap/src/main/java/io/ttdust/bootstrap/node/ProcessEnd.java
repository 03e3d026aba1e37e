package io.ttdust.bootstrap.node;

import io.ttdust.application.port.StorageException;
import io.ttdust.bootstrap.config.Setting;
import io.ttdust.bootstrap.config.Settings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a process in which something is broken that only a restart gets past. The exit code says what.
final class ProcessEnd {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);

    /// Callers that wait get their answer before the process ends.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// What a stop may take beside answering and flushing, of which PostgreSQL has more than half. A disk that fails
    /// may also hang, and a stop that waits for it never ends.
    private static final Duration CLOSING_MAX = Duration.ofMinutes(1);

    private static final int EXIT_LOG_FAILED = 3;
    private static final int EXIT_UNFLUSHABLE = 4;
    private static final int EXIT_UNWATCHED = 5;

    private final Duration stopMax;

    /// @param settings say how long a stop in good order may answer and flush
    ProcessEnd(Settings settings) {
        this.stopMax = settings.duration(Setting.SHUTDOWN_TIMEOUT).plus(CLOSING_MAX);
    }

    /// After a failed write or sync only a restart can tell what the disk holds.
    void logFailed(StorageException failure) {
        LOG.atError()
                .addKeyValue("event", "log.failed")
                .setCause(failure)
                .log("the log failed; the process ends so that a restart recovers what is on disk");
        begin(EXIT_LOG_FAILED, GRACE, stopMax);
    }

    /// Another start of the node has taken over, or flushing met a defect: this process brings nothing into files.
    void unflushable() {
        begin(EXIT_UNFLUSHABLE, GRACE, stopMax);
    }

    /// Watching the catalog met a defect: this process would check records against versions that are in force no more.
    void unwatched() {
        begin(EXIT_UNWATCHED, GRACE, stopMax);
    }

    /// Stops the process in good order after `grace`; one that has not ended `stopMax` later is cut off, and so is one
    /// that has no thread left to stop with.
    static void begin(int status, Duration grace, Duration stopMax) {
        try {
            daemon("node-hangs", grace.plus(stopMax), () -> Runtime.getRuntime().halt(status));
            daemon("node-failed", grace, () -> System.exit(status));
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(status);
        }
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
