package io.ttdust.adapters.wal.file;

import java.io.IOException;

/// The file system or the user's share of it is full.
public final class DiskFullException extends IOException {

    private static final long serialVersionUID = 1L;

    public DiskFullException(String message) {
        super(message);
    }

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
