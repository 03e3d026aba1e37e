package io.ttdust.adapters.objects;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;
import java.io.IOException;

/// Whether objects can be written. It is not required: records are taken, and those not yet flushed are read,
/// without it.
public final class ObjectsCheck implements ComponentCheck {

    private final FileObjectStore store;

    public ObjectsCheck(FileObjectStore store) {
        this.store = store;
    }

    @Override
    public String component() {
        return "objects";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public void check() {
        try {
            store.requirePresent();
            if (store.usableBytes() <= 0) {
                throw new StorageException("the object store's disk is full: %s".formatted(store.root()));
            }
            store.touch();
        } catch (IOException e) {
            throw new StorageException("writing to the object store in %s: %s".formatted(store.root(), e), e);
        }
    }
}
