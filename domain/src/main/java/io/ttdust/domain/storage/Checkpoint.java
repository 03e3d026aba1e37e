package io.ttdust.domain.storage;

import io.ttdust.domain.id.StreamId;

/// How far a partition has been flushed: every record with an offset below `offset` lies in a data file.
///
/// @param offset the first offset that is not flushed; 0 or more
/// @param throughMicros receive time (Unix microseconds) of the last flushed record
/// @param lsn a position up to which the log was durable when this was taken. A log that ends before it has lost
///     something
public record Checkpoint(StreamId stream, int partition, long offset, long throughMicros, long lsn) {

    public Checkpoint {
        if (partition < 0 || offset < 0 || lsn < 0) {
            throw new IllegalArgumentException(
                    "partition %d, offset %d and lsn %d must not be negative".formatted(partition, offset, lsn));
        }
    }
}
