package io.ttdust.application.ingest;

import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.application.port.storage.StoredObject;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.storage.KeyFile;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;

/// Brings the idempotency keys of the last 24 hours whose records are in files back into memory, at start, before
/// the log's own are added.
public final class RestoreKeys {

    private final DataFileCatalog catalog;
    private final ObjectStore objects;
    private final InstantSource clock;

    public RestoreKeys(DataFileCatalog catalog, ObjectStore objects, InstantSource clock) {
        this.catalog = catalog;
        this.objects = objects;
        this.clock = clock;
    }

    /// Restores into `keys`.
    ///
    /// @throws io.ttdust.application.port.StorageException if a key file that is still needed cannot be read:
    ///     without it a record could be counted twice, so the node must not serve
    public void into(IdempotencyKeys keys) {
        List<KeyFile> files = catalog.keyFiles(Micros.of(clock.instant()) - IdempotencyKeys.LIFETIME_MICROS);
        for (KeyFile file : files) {
            try (StoredObject object = objects.open(file.key())) {
                ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(object.size()));
                object.read(0, bytes);
                keys.restore(file.key(), bytes.flip());
            }
        }
    }
}
