package io.ttdust.application.port;

/// A store broke its promise: what was attempted, on what, and the cause. Ports throw this, never an `IOException`.
///
/// After a write the outcome is unknown unless the subclass says otherwise.
public class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
