package io.ttdust.application.port.log;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.storage.Checkpoint;
import java.util.List;

/// What lies in the log and not yet in data files. All methods may be called from any thread.
public interface LogBacklog {

    /// Every partition with durable records that are not flushed, in no order.
    List<PartitionBacklog> backlog();

    /// Bytes of the log that hold records which are not flushed, about; those that are not durable yet included.
    long unflushedBytes();

    /// From now on these records need not be kept: the log may release what holds nothing else, as soon as no
    /// [LogPin] needs it. To be called only after the checkpoints were committed. A checkpoint that is not beyond
    /// one told before changes nothing. May block on the disk.
    ///
    /// @throws IllegalArgumentException if one lies beyond the partition's durable records; none counts then
    /// @throws StorageException if the space could not be given back; the checkpoints count, and the next call
    ///     tries again
    void flushed(List<Checkpoint> checkpoints);
}
