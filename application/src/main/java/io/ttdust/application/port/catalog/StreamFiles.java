package io.ttdust.application.port.catalog;

import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import java.util.List;

/// Checkpoints and files of one stream as of one moment.
///
/// @param checkpoints of the partitions that have one
public record StreamFiles(List<Checkpoint> checkpoints, List<DataFile> files) {

    public StreamFiles {
        checkpoints = List.copyOf(checkpoints);
        files = List.copyOf(files);
    }

    /// The first offset of the partition that is not in a file; 0 for a partition without a checkpoint.
    public long flushedOffset(int partition) {
        for (Checkpoint checkpoint : checkpoints) {
            if (checkpoint.partition() == partition) {
                return checkpoint.offset();
            }
        }
        return 0;
    }
}
