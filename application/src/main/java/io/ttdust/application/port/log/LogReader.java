package io.ttdust.application.port.log;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import java.util.function.Predicate;

/// Reads durable batches. Readers never see what is not yet durable, and do not slow appends down.
///
/// All methods may be called from any thread. They throw [StorageException] when a file cannot be read or its
/// content is damaged.
public interface LogReader {

    /// How far can be read now.
    Horizon horizon();

    /// Keeps everything that the log holds now, and can be read up to the pin's horizon, until the pin is closed.
    /// Without a pin, what was flushed may be released while it is read.
    LogPin pin();

    /// The first offset in the log, of the partition, whose receive time is not before `receiveMicros`; the
    /// partition's end offset when there is none, and 0 for a partition that was never written to. What the log
    /// released is not looked at.
    long firstOffsetAt(StreamId stream, int partition, long receiveMicros);

    /// Feeds `reader` the partition's batches in offset order, from the one that holds `fromOffset` on (or the
    /// first later one) up to `upTo`, until the reader answers false. The first batch may start before
    /// `fromOffset`, or after it where the log released what lay there.
    void read(StreamId stream, int partition, long fromOffset, Horizon upTo, Predicate<LoggedBatch> reader);

    /// The first offset from `offset` on that is not known to be lost: what the log once could not bring back, its
    /// readers pass over.
    long afterLoss(StreamId stream, int partition, long offset);
}
