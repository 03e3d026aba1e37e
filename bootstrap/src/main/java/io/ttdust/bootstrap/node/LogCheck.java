package io.ttdust.bootstrap.node;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;

/// Without its log a node can do nothing.
record LogCheck(FileRecordLog log) implements ComponentCheck {

    @Override
    public String component() {
        return "log";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public void check() {
        StorageException failure = log.failure();
        if (failure != null) {
            throw failure;
        }
    }
}
