/// The way of a batch from its producer to the disk: staged by the producer's thread, written and synced by
/// `wal-committer`, answered by `wal-acks` (or by the committer when nothing else waits).
///
/// Entry point: [io.ttdust.adapters.wal.commit.GroupCommit]. Neighbour: `segment` owns the files.
@NullMarked
package io.ttdust.adapters.wal.commit;

import org.jspecify.annotations.NullMarked;
