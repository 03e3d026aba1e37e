package io.ttdust.application.port.catalog;

import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checkpoints and files of one stream as of one moment.
///
/// @param checkpoints of the partitions that have one
public record StreamFiles(List<Checkpoint> checkpoints, List<DataFile> files) {

    public StreamFiles {
        checkpoints = List.copyOf(checkpoints);
        files = List.copyOf(files);
    }

    /// The partition's checkpoint; null for a partition that was never flushed.
    public @Nullable Checkpoint checkpoint(int partition) {
        for (Checkpoint checkpoint : checkpoints) {
            if (checkpoint.partition() == partition) {
                return checkpoint;
            }
        }
        return null;
    }

    /// The first offset of the partition that is not in a file; 0 for a partition that was never flushed.
    public long flushedOffset(int partition) {
        Checkpoint checkpoint = checkpoint(partition);
        return checkpoint == null ? 0 : checkpoint.offset();
    }
}
