package io.ttdust.application.port.log;

import io.ttdust.domain.id.StreamId;
import java.util.concurrent.CompletableFuture;

/// Waiting for a partition's next record, without asking again and again.
///
/// A tail from any offset on is a loop: wait for the next offset, take a [LogPin], read up to its horizon, go on
/// behind the last record read. Where the log released what was waited for, the first batch read starts later,
/// or none is read; [LogReader#firstOffsetAt] of the earliest time then says where the log goes on, while the
/// pin is held, and what lies before that is in data files.
///
/// A wait takes no thread, and memory only until it is over. All methods may be called from any thread.
public interface LogTail {

    /// Completes, with how far the log can be read, once the partition has a durable record at or behind
    /// `fromOffset`, or had one that was released; at once when that is so already. Offsets known to be lost are
    /// passed over, as by [LogReader#afterLoss]. Only a commit with records of this partition wakes a waiter.
    ///
    /// Fails with [StorageException] when the log is poisoned or closed while nothing came, or was before. To be
    /// cancelled by whoever does not wait any more; then nothing is left of it.
    ///
    /// Dependents of the future may run on a thread that wakes all waiters of the log, which must not be
    /// blocked: not by reading the log either, which belongs to a thread of the waiter.
    CompletableFuture<Horizon> awaitRecord(StreamId stream, int partition, long fromOffset);
}
