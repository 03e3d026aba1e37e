package io.ttdust.adapters.wal.format;

import io.ttdust.application.port.StorageException;

/// When the log makes the disk sync, and so what an acknowledgement is worth.
public enum SyncMode {
    /// Before every acknowledgement: what is acknowledged survives a crash of the machine.
    EVERY(0),
    /// Every so often; acknowledgements do not wait for it. A crash of the machine costs what came since.
    INTERVAL(1),
    /// Only where the log goes on in another file, and when it is closed.
    NONE(2);

    private final int code;

    SyncMode(int code) {
        this.code = code;
    }

    /// What stands in the file.
    int code() {
        return code;
    }

    /// The mode of which `code` stands in the header of the segment at `baseLsn`.
    ///
    /// @throws StorageException if this program does not know it
    static SyncMode of(int code, long baseLsn) {
        for (SyncMode mode : values()) {
            if (mode.code == code) {
                return mode;
            }
        }
        throw new StorageException(
                "segment %d has sync mode %d, which this program does not know".formatted(baseLsn, code));
    }
}
