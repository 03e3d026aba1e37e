package io.ttdust.domain.ingest;

import java.util.Locale;

/// What an acknowledgement promises.
public enum Durability {
    /// The record survives a crash of the process and of the machine: it was synced before the answer.
    FSYNC,
    /// The record survives a crash of the process. It is synced soon after the answer; until then a crash of the
    /// machine may cost it.
    WRITTEN,
    /// The record survives a crash of the process. When it is synced is up to the system.
    NONE;

    /// As spelled in the REST API.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
