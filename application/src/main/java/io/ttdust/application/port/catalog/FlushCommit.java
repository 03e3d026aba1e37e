package io.ttdust.application.port.catalog;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.KeyFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one flush changes, of any number of partitions.
///
/// @param files at least one, all pending; those of one partition do not overlap
/// @param keyFiles pending ones
/// @param advances one for each partition that has a file here; its files lie between the advance's offsets
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
        requireFilesWithin(files, advances);
    }

    private record Partition(StreamId stream, int number) {}

    private static void requireFilesWithin(List<DataFile> files, List<Advance> advances) {
        Map<Partition, Advance> moved = new HashMap<>();
        Map<Partition, Long> reached = new HashMap<>();
        for (Advance advance : advances) {
            Partition partition =
                    new Partition(advance.to().stream(), advance.to().partition());
            if (moved.put(partition, advance) != null) {
                throw new IllegalArgumentException("%s advances twice".formatted(partition));
            }
        }
        List<DataFile> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparingLong(DataFile::firstOffset));
        for (DataFile file : ordered) {
            Partition partition = new Partition(file.stream(), file.partition());
            Advance advance = moved.get(partition);
            if (advance == null
                    || file.firstOffset() < reached.getOrDefault(partition, advance.fromOffset())
                    || file.lastOffset() >= advance.to().offset()) {
                throw new IllegalArgumentException("%s with offsets %d to %d lies outside its advance %s or overlaps"
                        .formatted(file.key(), file.firstOffset(), file.lastOffset(), advance));
            }
            reached.put(partition, file.lastOffset() + 1);
        }
        if (reached.size() != moved.size()) {
            throw new IllegalArgumentException(
                    "%d partitions advance, but only %d have files".formatted(moved.size(), reached.size()));
        }
    }
}
