package io.ttdust.adapters.wal.format;

import io.ttdust.application.port.StorageException;

/// The log holds bytes that it cannot have written, or lacks bytes that were durable. Says where.
public final class DamagedLogException extends StorageException {

    private static final long serialVersionUID = 1L;

    public DamagedLogException(String message) {
        super(message);
    }
}
