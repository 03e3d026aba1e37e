package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.application.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which losses a recovery may go on with: those that somebody has named by their position, and what the log said of
/// itself when it was put together from an archive.
final class LossPolicy {

    private final Losses known;
    private final Set<Long> unused;
    private final Set<Long> accepted;

    /// @param accepted positions named by the operator
    LossPolicy(Losses known, Set<Long> accepted) {
        this.known = known;
        this.accepted = accepted;
        this.unused = new TreeSet<>(accepted);
    }

    /// Whether what is missing at `lsn` may be left out for good.
    boolean accepts(long lsn) {
        unused.remove(lsn);
        return accepted.contains(lsn) || known.isRestoredUpTo(lsn);
    }

    /// @throws StorageException if a position was named where nothing is missing: it would hide damage to come
    void requireNoneUnused(long end) {
        List<Long> idle = new ArrayList<>(unused);
        idle.removeIf(known::knows);
        if (!idle.isEmpty()) {
            throw new StorageException(
                    ("nothing is missing at LSN %d, the log can be read up to LSN %d; nothing was changed. Start without "
                                    + "--accept-loss-at, or with the position that the message of a refused start names")
                            .formatted(idle.getFirst(), end));
        }
    }
}
