package io.ttdust.adapters.jsonschema.compatibility.proof;

/// Which version must accept what the other one accepts.
public enum Direction {
    /// The new one must accept what the old one accepts.
    BACKWARD,
    /// The old one must accept what the new one accepts.
    FORWARD
}
