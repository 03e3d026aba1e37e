package io.ttdust.application.flush;

import io.ttdust.domain.id.StreamId;

/// The records of one partition cannot become a file, for a reason of their own; they stay in the log.
public final class UnflushableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final int partition;
    private final long offset;

    /// @param offset of the first record that did not come into a file
    UnflushableException(StreamId stream, int partition, long offset, RuntimeException cause) {
        super(
                "partition %d of stream %s cannot be flushed from offset %d on: %s"
                        .formatted(partition, stream, offset, cause.getMessage()),
                cause);
        this.stream = stream;
        this.partition = partition;
        this.offset = offset;
    }

    StreamId stream() {
        return stream;
    }

    int partition() {
        return partition;
    }

    /// Of the first record that did not come into a file.
    long offset() {
        return offset;
    }
}
