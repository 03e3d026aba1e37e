package io.ttdust.application.port.storage;

import io.ttdust.application.port.StorageException;

/// There is no object of that key, or no longer.
public final class ObjectMissingException extends StorageException {

    private static final long serialVersionUID = 1L;

    public ObjectMissingException(String key) {
        super("there is no object '%s'".formatted(key));
    }
}
