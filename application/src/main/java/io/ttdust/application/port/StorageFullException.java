package io.ttdust.application.port;

/// There is no room. Nothing was written; the same write can succeed once space is back.
public final class StorageFullException extends StorageException {

    private static final long serialVersionUID = 1L;

    public StorageFullException(String message) {
        super(message);
    }
}
