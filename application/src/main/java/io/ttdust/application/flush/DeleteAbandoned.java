package io.ttdust.application.flush;

import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.domain.record.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Deletes objects that nobody needs: those of flushes that never came to their commit, and files of keys that are
/// all older than 24 hours. Can be killed anywhere and run again.
public final class DeleteAbandoned {

    private final DataFileCatalog catalog;
    private final ObjectStore objects;
    private final NodeEpoch owner;
    private final InstantSource clock;

    public DeleteAbandoned(DataFileCatalog catalog, ObjectStore objects, NodeEpoch owner, InstantSource clock) {
        this.catalog = catalog;
        this.objects = objects;
        this.owner = owner;
        this.clock = clock;
    }

    /// Deletes what there is, and answers how many objects.
    ///
    /// Nothing is deleted before a committed row says that it will never be used. Not to be called while
    /// [FlushPartitions#isUndecided]: once its rows are overdue, that commit would be given up.
    ///
    /// @throws io.ttdust.application.port.StorageException if catalogue or objects are away
    public int delete() {
        int deleted = 0;
        Instant now = clock.instant();
        long keysSince = Micros.of(now) - IdempotencyKeys.LIFETIME_MICROS;
        List<String> keys = catalog.abandon(owner, now, keysSince);
        while (!keys.isEmpty()) {
            keys.forEach(objects::delete);
            catalog.forget(keys);
            deleted += keys.size();
            keys = catalog.abandon(owner, now, keysSince);
        }
        return deleted;
    }
}
