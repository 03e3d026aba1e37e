package io.ttdust.bootstrap.node;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;

/// A node whose log is broken or full takes nothing.
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
        StorageException refusal = log.refusal();
        if (refusal != null) {
            throw refusal;
        }
    }
}
