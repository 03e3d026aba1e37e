package io.ttdust.application.flush;

import io.ttdust.application.port.log.PartitionBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which partitions to flush now: those with enough bytes, and those whose oldest record has waited long enough.
/// When much waits in all, a partition needs fewer bytes, so that many middling ones do not keep the flush idle.
///
/// Many small partitions would make many small files, so these wait longer while more than [#FILES_PER_SECOND_MAX]
/// files a second would result, unless the log's oldest segment is kept for them. Waiting is measured from when
/// this first saw a record, on a monotonic clock: receive times stand still while the clock is behind. A partition
/// that could not be flushed is left out for a while, lest it come first for ever and be read over and over. Used
/// by one thread.
public final class FlushSchedule {

    static final int FILES_PER_SECOND_MAX = 20;
    static final long SMALL_BYTES = 1 << 20;
    static final Duration AGE_MAX = Duration.ofMinutes(5);

    private final Duration interval;
    private final long fileBytes;
    private final long busyBytes;
    private Map<Place, Seen> seen = new HashMap<>();
    private Map<Place, Failed> failed = new HashMap<>();

    private record Due(PartitionBacklog partition, long nanos) {}

    private record Seen(long firstOffset, long nanos) {}

    /// The record at `offset` could not be flushed, and is not tried again before `untilNanos`.
    private record Failed(long offset, long untilNanos) {}

    /// @param interval how long a record waits at most, when the partitions are few
    /// @param fileBytes a partition with so many bytes is due at once
    /// @param busyBytes when all partitions together have so many, every one that is not small is due at once
    public FlushSchedule(Duration interval, long fileBytes, long busyBytes) {
        this.interval = interval;
        this.fileBytes = fileBytes;
        this.busyBytes = busyBytes;
    }

    /// The partitions that are due, those that have waited longest first.
    ///
    /// @param backlog of all partitions
    /// @param nanos of a monotonic clock
    public List<PartitionBacklog> due(List<PartitionBacklog> backlog, long nanos) {
        Map<Place, Seen> next = HashMap.newHashMap(backlog.size());
        long smallAge = smallAge(backlog).toNanos();
        long enough = backlog.stream().mapToLong(PartitionBacklog::bytes).sum() >= busyBytes ? SMALL_BYTES : fileBytes;
        Map<Place, Failed> failing = new HashMap<>();
        List<Due> due = new ArrayList<>();
        for (PartitionBacklog one : backlog) {
            Place place = Place.of(one);
            Seen known = seen.get(place);
            Seen since = known != null && known.firstOffset == one.firstOffset()
                    ? known
                    : new Seen(one.firstOffset(), nanos);
            next.put(place, since);
            Failed before = failed.get(place);
            if (before != null && one.firstOffset() <= before.offset) {
                failing.put(place, before);
                if (nanos - before.untilNanos < 0) {
                    continue;
                }
            }
            boolean waits = one.bytes() < SMALL_BYTES && !one.blocksRelease();
            if (one.bytes() >= enough || nanos - since.nanos >= (waits ? smallAge : interval.toNanos())) {
                due.add(new Due(one, since.nanos));
            }
        }
        seen = next;
        failed = failing;
        return due.stream()
                .sorted(Comparator.comparingLong(Due::nanos))
                .map(Due::partition)
                .toList();
    }

    /// What `failures` tell of is not due before `untilNanos`, on the clock of [#due].
    public void failed(List<UnflushableException> failures, long untilNanos) {
        for (UnflushableException one : failures) {
            failed.put(new Place(one.stream(), one.partition()), new Failed(one.offset(), untilNanos));
        }
    }

    /// Whether records that could not be flushed were still in the log when [#due] was last asked.
    public boolean hasFailed() {
        return !failed.isEmpty();
    }

    private Duration smallAge(List<PartitionBacklog> backlog) {
        long small = backlog.stream().filter(one -> one.bytes() < SMALL_BYTES).count();
        Duration stretched = Duration.ofSeconds(small / FILES_PER_SECOND_MAX);
        if (stretched.compareTo(interval) <= 0) {
            return interval;
        }
        return stretched.compareTo(AGE_MAX) < 0 ? stretched : AGE_MAX;
    }
}
