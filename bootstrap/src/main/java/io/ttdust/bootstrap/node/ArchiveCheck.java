package io.ttdust.bootstrap.node;

import io.ttdust.adapters.wal.archive.LogArchive;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether full segments of the log come into the archive, and a line for each. Degraded from a failure until all of
/// them are there: records are taken all the same, and the log keeps what is not archived until the disk is full.
final class ArchiveCheck implements LogArchive.Listener, ComponentCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveCheck.class);

    private volatile @Nullable Throwable failure;

    @Override
    public void archived(String key, long bytes) {
        LOG.atDebug()
                .addKeyValue("event", "log.archived")
                .addKeyValue("object", key)
                .addKeyValue("bytes", bytes)
                .log("a segment of the log is in the archive");
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        LOG.atWarn()
                .addKeyValue("event", "log.archive_failed")
                .addKeyValue("reason", cause.getMessage())
                .log("the log is not archived; it keeps what is not, and tries again");
    }

    @Override
    public void caughtUp() {
        failure = null;
    }

    @Override
    public String component() {
        return "archive";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public void check() {
        Throwable cause = failure;
        if (cause != null) {
            throw new StorageException("the log is not archived and keeps what is not: " + cause.getMessage(), cause);
        }
    }
}
