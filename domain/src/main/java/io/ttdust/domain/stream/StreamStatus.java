package io.ttdust.domain.stream;

/// Where a stream is in its life. At this stage of the product every stream is active from its creation on.
public enum StreamStatus {
    ACTIVE;

    /// As spelled in the API and in storage.
    public String word() {
        return "active";
    }
}
