package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.domain.storage.Checkpoint;
import java.util.Comparator;
import java.util.List;

/// What metadata knows of the log, held against what is left of it.
///
/// Every checkpoint was committed before the log released anything by it, so they may be ahead of the log's start,
/// never behind.
final class FlushedPart {

    private final List<Checkpoint> checkpoints;
    private final LogIndex index;

    FlushedPart(List<Checkpoint> checkpoints, LogIndex index) {
        this.checkpoints = checkpoints;
        this.index = index;
    }

    /// @param end up to where the log could be read, commits without frames and the last header included
    /// @throws DamagedLogException if something durable is gone
    void check(long end) {
        List<String> gone = checkpoints.stream()
                .map(this::missing)
                .filter(text -> !text.isEmpty())
                .toList();
        Checkpoint latest = checkpoints.stream()
                .max(Comparator.comparingLong(Checkpoint::lsn))
                .orElse(null);
        if (latest != null && latest.lsn() > end) {
            throw damaged(
                    "the log ends at LSN %d, and was durable up to LSN %d when %s partition %d was flushed up to offset %d"
                            .formatted(end, latest.lsn(), latest.stream(), latest.partition(), latest.offset()),
                    gone);
        }
        if (!gone.isEmpty()) {
            throw damaged("the log lacks offsets that were durable", gone);
        }
    }

    /// A partition with nothing left in the log has been released whole.
    private String missing(Checkpoint checkpoint) {
        PartitionIndex partition = index.find(checkpoint.stream(), checkpoint.partition());
        if (partition == null || !partition.holdsFrames()) {
            return "";
        }
        if (partition.endOffset() < checkpoint.offset()) {
            return offsets(checkpoint, partition.endOffset(), checkpoint.offset());
        }
        return partition.firstOffset() > checkpoint.offset()
                ? offsets(checkpoint, checkpoint.offset(), partition.firstOffset())
                : "";
    }

    private static String offsets(Checkpoint checkpoint, long first, long end) {
        return LostOffsets.of(checkpoint.stream(), checkpoint.partition(), first, end);
    }

    private static DamagedLogException damaged(String what, List<String> gone) {
        return new DamagedLogException(
                what + LostOffsets.text(gone) + "; nothing was changed. " + Aftermath.WHAT_TO_DO);
    }

    /// Makes the partitions go on behind what was flushed, also those with nothing left in the log.
    void apply() {
        for (Checkpoint checkpoint : checkpoints) {
            PartitionIndex partition = index.of(checkpoint.stream(), checkpoint.partition());
            partition.startAt(checkpoint.offset());
            partition.flushedTo(checkpoint.offset());
        }
    }

    /// The latest receive time of a flushed record, Unix microseconds; 0 without any.
    long lastMicros() {
        return checkpoints.stream().mapToLong(Checkpoint::throughMicros).max().orElse(0);
    }
}
