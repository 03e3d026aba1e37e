package io.ttdust.domain.ingest;

/// What an acknowledgement promises.
public enum Durability {
    /// The record survives a crash of the process and of the machine: it was synced before the answer.
    FSYNC;

    /// As spelled in the REST API.
    public String word() {
        return "fsync";
    }
}
