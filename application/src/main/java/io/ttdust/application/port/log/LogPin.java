package io.ttdust.application.port.log;

/// Keeps what can be read now from being released while a reader works. To be closed soon: after 60 s the log takes
/// the space back, and reading what is gone throws [io.ttdust.application.port.StorageException], or finds nothing
/// where the log forgot it before the read began. Whoever asks [#isHeld] after reading knows that neither happened.
public interface LogPin extends AutoCloseable {

    /// How far could be read when the pin was taken.
    Horizon horizon();

    /// Whether everything that could be read when the pin was taken still can be; what was read before this answers
    /// true has no gaps. False for good once the pin was closed or is 60 s old.
    boolean isHeld();

    @Override
    void close();
}
