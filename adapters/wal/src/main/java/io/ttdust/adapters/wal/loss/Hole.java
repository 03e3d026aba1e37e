package io.ttdust.adapters.wal.loss;

import io.ttdust.application.port.StorageException;

/// Where the log lacks what was acknowledged.
///
/// @param fromLsn the first position that cannot be read
/// @param nextLsn where the log goes on; 0 where that is not known yet, as the log has not been opened since
/// @param recordedMicros when it was written down, Unix microseconds
public record Hole(Cause cause, long fromLsn, long nextLsn, long recordedMicros) {

    /// Why it is lost.
    public enum Cause {
        /// Damage that somebody accepted (`--accept-loss-at`).
        ACCEPTED(0),
        /// A stop without warning while acknowledgements did not wait for the disk.
        UNSYNCED(1),
        /// The log was put together again from its archive, which lacks the end.
        RESTORED(2);

        private final int code;

        Cause(int code) {
            this.code = code;
        }

        /// What stands in the file.
        int code() {
            return code;
        }

        /// The cause of which `code` stands in the file.
        ///
        /// @throws StorageException if this program does not know it
        static Cause of(int code) {
            for (Cause cause : values()) {
                if (cause.code == code) {
                    return cause;
                }
            }
            throw new StorageException(
                    "the log lost something for cause %d, which this program does not know".formatted(code));
        }
    }
}
