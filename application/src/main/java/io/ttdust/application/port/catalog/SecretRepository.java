package io.ttdust.application.port.catalog;

/// Random secrets that all nodes of an installation share, such as the key that signs cursors.
public interface SecretRepository {

    /// The secret of that purpose; `candidate` is stored and returned when there was none. Of racing callers all
    /// get the winner's.
    byte[] findOrCreate(String purpose, byte[] candidate);
}
