package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.domain.storage.Checkpoint;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What metadata knows of the log, held against what is left of it.
///
/// Every checkpoint was committed before the log released anything by it, so they may be ahead of the log's start,
/// never behind.
final class FlushedPart {

    private final List<Checkpoint> checkpoints;
    private final LogIndex index;
    private final Losses losses;

    /// @param losses what is known to be missing, and so is no damage
    FlushedPart(List<Checkpoint> checkpoints, LogIndex index, Losses losses) {
        this.checkpoints = checkpoints;
        this.index = index;
        this.losses = losses;
    }

    /// Looks for what metadata knows and the log lacks.
    ///
    /// @param end up to where the log could be read, commits without frames and the last header included
    /// @param unsynced whether the end may lack what was acknowledged, even flushed, and was never on the disk
    /// @return what to say if something durable is gone; null as a rule
    @Nullable
    DamagedLogException check(long end, boolean unsynced) {
        List<String> gone = checkpoints.stream()
                .map(checkpoint -> missing(checkpoint, unsynced))
                .filter(text -> !text.isEmpty())
                .toList();
        Checkpoint latest = checkpoints.stream()
                .max(Comparator.comparingLong(Checkpoint::lsn))
                .orElse(null);
        if (latest != null && !unsynced && latest.lsn() > Math.max(end, losses.nextLsn(end))) {
            return damaged(
                    end,
                    "the log ends at LSN %d, and was durable up to LSN %d when %s partition %d was flushed up to offset %d"
                            .formatted(end, latest.lsn(), latest.stream(), latest.partition(), latest.offset()),
                    gone);
        }
        return gone.isEmpty() ? null : damaged(end, "the log lacks offsets that were durable", gone);
    }

    /// A partition with nothing left in the log has been released whole.
    private String missing(Checkpoint checkpoint, boolean unsynced) {
        PartitionIndex partition = index.find(checkpoint.stream(), checkpoint.partition());
        if (partition == null || !partition.holdsFrames()) {
            return "";
        }
        long offset = checkpoint.offset();
        if (partition.endOffset() < offset) {
            return unsynced || losses.goesOnAt(checkpoint.stream(), checkpoint.partition()) >= offset
                    ? ""
                    : offsets(checkpoint, partition.endOffset(), offset);
        }
        return losses.explains(checkpoint.stream(), checkpoint.partition(), offset, partition.firstOffset())
                ? ""
                : offsets(checkpoint, offset, partition.firstOffset());
    }

    private static String offsets(Checkpoint checkpoint, long first, long end) {
        return LostOffsets.of(checkpoint.stream(), checkpoint.partition(), first, end);
    }

    private static DamagedLogException damaged(long end, String what, List<String> gone) {
        return new DamagedLogException(
                what + LostOffsets.text(gone) + "; nothing was changed. " + Aftermath.whatToDo(end));
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
