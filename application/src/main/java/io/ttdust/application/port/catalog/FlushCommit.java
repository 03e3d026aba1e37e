package io.ttdust.application.port.catalog;

import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.KeyFile;
import java.util.List;

/// What one flush changes, of any number of partitions.
///
/// @param files at least one, all pending
/// @param keyFiles pending ones
/// @param advances one for each partition that has a file here
public record FlushCommit(List<DataFile> files, List<KeyFile> keyFiles, List<Advance> advances) {

    /// Moves one partition's checkpoint.
    ///
    /// @param fromOffset where it must be now; 0 for a partition without one
    public record Advance(long fromOffset, Checkpoint to) {

        public Advance {
            if (fromOffset >= to.offset()) {
                throw new IllegalArgumentException(
                        "a checkpoint moves ahead: from %d to %d".formatted(fromOffset, to.offset()));
            }
        }
    }

    public FlushCommit {
        files = List.copyOf(files);
        keyFiles = List.copyOf(keyFiles);
        advances = List.copyOf(advances);
        if (files.isEmpty() || advances.isEmpty()) {
            throw new IllegalArgumentException("a flush commits at least one file and one checkpoint");
        }
    }
}
