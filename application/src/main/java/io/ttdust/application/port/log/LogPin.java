package io.ttdust.application.port.log;

/// Keeps what can be read now from being released while a reader works. To be closed soon: after 60 s the log takes
/// the space back, and reading what is gone throws [io.ttdust.application.port.StorageException].
public interface LogPin extends AutoCloseable {

    /// How far could be read when the pin was taken.
    Horizon horizon();

    @Override
    void close();
}
