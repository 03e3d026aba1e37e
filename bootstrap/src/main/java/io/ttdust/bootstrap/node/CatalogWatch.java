package io.ttdust.bootstrap.node;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.CatalogChanges;
import io.ttdust.application.stream.StreamCatalog;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings into force, within a second, what was changed of schemas and streams through other nodes. On a thread
/// of its own, for as long as the node runs.
///
/// While the store is away everything stays as it is, and records are taken.
final class CatalogWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long JOIN_MILLIS = 1000;

    private final CatalogChanges changes;
    private final StreamCatalog catalog;
    private final Thread thread = new Thread(this::run, "catalog-watch");

    private volatile boolean stopped;

    /// What the store had counted when everything was last brought in; used by the thread alone, like what follows.
    private long seen = -1;

    private boolean failing;

    /// @param onBroken told when this can never work again
    CatalogWatch(CatalogChanges changes, StreamCatalog catalog, Runnable onBroken) {
        this.changes = changes;
        this.catalog = catalog;
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> {
            LOG.error("the catalog watch died of a defect; the process ends so that a restart goes on", e);
            onBroken.run();
        });
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                look();
                recovered();
            } catch (RuntimeException e) { // supervisor of a background loop: the next look may go well
                failed(e);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Counts first: what is changed while this reads is read again next time. A broken stream is told of once
    /// per change, as only a change can mend it.
    private void look() {
        long count = changes.count();
        if (count != seen) {
            try {
                catalog.refresh();
            } catch (IllegalStateException e) {
                LOG.atError()
                        .addKeyValue("event", "catalog.stream_broken")
                        .setCause(e)
                        .log("a change could not be brought into force; all other streams have theirs");
            }
            seen = count;
        }
    }

    private void failed(RuntimeException e) {
        if (!failing && !stopped) {
            LOG.atWarn()
                    .addKeyValue("event", "catalog.watch_failed")
                    .setCause(e instanceof StorageException ? null : e)
                    .log(
                            "cannot see whether schemas or streams were changed elsewhere; those known here stay in"
                                    + " force: {}",
                            e.getMessage());
        }
        failing = true;
    }

    private void recovered() {
        if (failing) {
            LOG.atInfo()
                    .addKeyValue("event", "catalog.watch_recovered")
                    .log("changes of schemas and streams are seen again");
        }
        failing = false;
    }

    /// Ends soon; a look that hangs on the store is not waited for.
    void close() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        thread.join(JOIN_MILLIS);
    }
}
