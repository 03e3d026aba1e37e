package io.ttdust.application.port.log;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.record.RecordBatch;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Durable log of the batches of all streams on this node; offsets are dense per stream and partition.
///
/// Implementations must hold what `RecordLogContract` checks:
///
/// - The future of [#append] completes only once the batch survives a crash of the process and of the machine, unless
///   [#durability] promises less.
/// - Batches of a partition get offsets, and are read back, in the order in which their calls of [#append] began to
///   return; each exactly once.
/// - A batch is written whole or not at all.
/// - Receive times are strictly increasing from batch to batch over all streams, also across restarts and when the
///   clock steps back.
/// - All methods may be called from any thread, also an interrupted one.
public interface RecordLog {

    /// The largest sum of payload bytes [#append] takes in one batch, unless the batch is a single record.
    int BATCH_BYTES_MAX = 4 << 20;

    /// Stages `batch`, assigns its offsets and receive time, and returns; the future completes when the batch is
    /// durable. It fails with [StorageFullException] when there turned out to be no room: nothing was written,
    /// and its offsets are given again. It fails with any other [StorageException] when durability cannot be
    /// promised: the batch may then be present or absent after a restart, but never in part.
    ///
    /// Blocks while the staging space is taken, so call it from a virtual thread. Dependents of the future run on a
    /// thread of the log that must not be blocked.
    ///
    /// @param batch at least one record; of [#BATCH_BYTES_MAX] payload bytes at most, or a single record
    /// @param schemaVersion the version the records were checked against; read back with them
    /// @param condition looked at when the batch has its room and is about to get its offsets, under the lock that
    ///     gives them: what changed it before then is heeded, and batches of which it held before it changed have
    ///     lower offsets than all that come after. May be looked at more than once
    /// @return null if the condition does not hold; nothing was staged then
    /// @throws StorageFullException if there is no room; nothing was written
    /// @throws StorageException if the log is poisoned or closed; nothing was written
    @Nullable
    CompletableFuture<Appended> append(
            StreamId stream, int partition, int schemaVersion, RecordBatch batch, AppendCondition condition);

    /// As above, whatever else happens.
    default CompletableFuture<Appended> append(StreamId stream, int partition, int schemaVersion, RecordBatch batch) {
        CompletableFuture<Appended> appended = append(stream, partition, schemaVersion, batch, () -> true);
        if (appended == null) {
            throw new IllegalStateException("a log that says of a condition without any that it does not hold");
        }
        return appended;
    }

    /// What a completed future of [#append] promises; the same as long as the log is open.
    Durability durability();
}
