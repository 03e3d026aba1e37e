package io.ttdust.application.port.catalog;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.KeyFile;
import java.time.Instant;
import java.util.List;

/// Which data files there are and how far each partition is flushed: files and checkpoints move in one transaction.
/// Contract: `DataFileCatalogContract`.
///
/// A file's row is `pending` before its object is put, `live` once it is committed, `abandoned` when it never will
/// be. Every method is one transaction and throws [io.ttdust.application.port.StorageException] when the store is
/// away; whether it took place is unknown then.
public interface DataFileCatalog {

    /// Notes objects that are about to be put, by key.
    ///
    /// @param deadline from which on others may give them up
    /// @return false, and nothing is noted, if the node has been started anew meanwhile
    boolean addPending(NodeEpoch owner, List<DataFile> files, List<KeyFile> keyFiles, Instant deadline);

    /// Makes a flush's pending files live and advances its partitions' checkpoints, all or nothing. Called again
    /// with the same flush it answers the same: an unknown outcome is resolved by asking again.
    ///
    /// @return whether the flush is committed; if not, none of it is and none of it ever will be: a file is no
    ///     longer pending, a checkpoint is not where it was, or the node has been started anew
    boolean commit(NodeEpoch owner, FlushCommit flush);

    /// Every partition's checkpoint.
    List<Checkpoint> checkpoints();

    /// The checkpoints of the stream's partitions, and its first live files of a span of time in the order of
    /// (first receive time, partition), all as of one moment.
    ///
    /// A file belongs to it when its first record was received before the span's end and its last one not before
    /// the span's start. The cost depends on the files of the span's hours, not on the stream's history.
    ///
    /// @param fromMicros start of the span, Unix microseconds
    /// @param toMicros end of the span, not belonging to it
    /// @param limit 1..10000 files; with fewer files than that in the answer there are no more
    StreamFiles find(StreamId stream, long fromMicros, long toMicros, int limit);

    /// The partition's checkpoint and the live file that holds `offset`, if any, as of one moment.
    StreamFiles locate(StreamId stream, int partition, long offset);

    /// Live key files whose newest key is not older than `sinceMicros`, Unix microseconds.
    List<KeyFile> keyFiles(long sinceMicros);

    /// Gives up what is pending and overdue, or was noted by an earlier start of the node: it can no longer be
    /// committed. Also takes key files out of use whose newest key is older than `keysSinceMicros`.
    ///
    /// @return up to 1000 keys of objects that may be deleted, those told before and not yet [#forget forgotten]
    ///     included
    List<String> abandon(NodeEpoch owner, Instant now, long keysSinceMicros);

    /// Gives up pending rows of `owner`, by key: they can no longer be committed, and [#abandon] tells their
    /// objects. Rows that are not pending, or not the owner's, stay.
    void giveUp(NodeEpoch owner, List<String> keys);

    /// Drops the rows of objects that were deleted. Rows that are pending or live stay.
    void forget(List<String> keys);
}
