package io.ttdust.application.port.storage;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import java.util.function.Predicate;

/// A file format with typed columns. Contract: `ColumnFileFormatContract`. All methods may be called from any
/// thread.
public interface ColumnFileFormat {

    /// Starts a file, which grows in memory.
    ///
    /// @throws io.ttdust.application.port.StorageException if the schema is none the format can lay out
    ColumnFileWriter create(ColumnFileOrigin origin);

    /// Feeds `reader` the file's records in offset order, from the first one that has neither an offset below
    /// `fromOffset` nor a receive time (Unix microseconds) before `fromMicros`, until the reader answers false.
    /// What cannot hold such a record is not read, as far as the format knows.
    ///
    /// Records received at one moment come together, though not always all of them in one batch. Payload, metadata,
    /// partition key, event time, offset, receive time and schema version are those that were written; idempotency
    /// keys are not kept.
    ///
    /// @param file of which `stream` and `partition` are told by whoever knows where it came from
    /// @throws StorageException if the object is no such file, damaged, or of another stream or partition
    void read(
            StoredObject file,
            StreamId stream,
            int partition,
            long fromOffset,
            long fromMicros,
            Predicate<LoggedBatch> reader);
}
