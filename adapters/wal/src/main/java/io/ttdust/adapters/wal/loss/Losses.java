package io.ttdust.adapters.wal.loss;

import io.ttdust.adapters.wal.index.Place;
import io.ttdust.domain.id.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything that the log has lost since it was made. Unchangeable, so safe for all threads.
///
/// A partition that was known when something was lost is listed here, if only with an empty range. One that is not
/// listed, of a stream that was there already, may have had all of its records in the lost part, so it begins at
/// `unseenFrom`.
///
/// @param holes in LSN order
/// @param ranges of each listed partition, ascending, apart from each other
/// @param unseenFrom the first offset of a partition that is not listed, of a stream older than
///     `unseenBeforeMicros`
public record Losses(List<Hole> holes, Map<Place, List<LostRange>> ranges, long unseenFrom, long unseenBeforeMicros) {

    /// What [#beyond] says where there is no hole.
    public static final long NONE = -1;

    public static final Losses EMPTY = new Losses(List.of(), Map.of(), 0, 0);

    public Losses {
        holes = List.copyOf(holes);
        ranges = Map.copyOf(ranges);
    }

    public boolean isEmpty() {
        return holes.isEmpty();
    }

    /// Where the log goes on behind the accepted hole that `lsn` lies in; [#NONE] where it lies in none.
    public long beyond(long lsn) {
        for (Hole hole : holes) {
            if (hole.cause() == Hole.Cause.ACCEPTED && hole.fromLsn() <= lsn && lsn < hole.nextLsn()) {
                return hole.nextLsn();
            }
        }
        return NONE;
    }

    /// Where the log was to go on when its end from `fromLsn` on was given up; [#NONE] if it was not.
    public long lostEnd(long fromLsn) {
        return holes.stream()
                .filter(hole -> hole.cause() == Hole.Cause.ACCEPTED && hole.fromLsn() == fromLsn)
                .mapToLong(Hole::nextLsn)
                .max()
                .orElse(NONE);
    }

    /// Whether a hole that begins there is written down, of whatever cause.
    public boolean knows(long fromLsn) {
        return holes.stream().anyMatch(hole -> hole.fromLsn() == fromLsn);
    }

    /// Whether nothing of the log from `lsn` on was there when the log was put together from its archive, and it
    /// has not been opened since.
    public boolean isRestoredUpTo(long lsn) {
        return holes.stream().anyMatch(hole -> hole.fromLsn() == lsn && hole.nextLsn() == 0);
    }

    /// Up to where the log may have been durable once of which nothing can be read from `lsn` on.
    public long nextLsn(long lsn) {
        return holes.stream()
                .filter(hole -> hole.fromLsn() == lsn)
                .mapToLong(Hole::nextLsn)
                .max()
                .orElse(lsn);
    }

    /// Beyond every LSN that may have been written in any hole.
    public long endLsn() {
        return holes.stream().mapToLong(Hole::nextLsn).max().orElse(0);
    }

    /// Whether all of `[offset, until)` is a known gap.
    public boolean explains(StreamId stream, int partition, long offset, long until) {
        return offset >= until || after(stream, partition, offset) >= until;
    }

    /// Whether a partition may go on at `offset`, in the frame at `lsn`, behind offsets that the log lacks: a
    /// known gap reaches up to there, wherever it begins, or a hole was accepted before. What else is missing
    /// was flushed, and so is not lost.
    public boolean mayGoOnAt(StreamId stream, int partition, long offset, long lsn) {
        boolean reached = offset > 0 && after(stream, partition, offset - 1) >= offset;
        return reached || holes.stream().anyMatch(hole -> hole.cause() == Hole.Cause.ACCEPTED && hole.fromLsn() < lsn);
    }

    /// The first offset from `offset` on that is in no known gap.
    public long after(StreamId stream, int partition, long offset) {
        List<LostRange> own = ranges.get(new Place(stream, partition));
        if (own == null) {
            return Math.max(offset, firstOffset(stream, partition));
        }
        for (LostRange range : own) {
            if (range.first() <= offset && offset < range.end()) {
                return range.end();
            }
        }
        return offset;
    }

    /// The offset from which on a partition goes on that has no later record: behind its last gap.
    public long goesOnAt(StreamId stream, int partition) {
        List<LostRange> own = ranges.get(new Place(stream, partition));
        return own == null ? firstOffset(stream, partition) : own.getLast().end();
    }

    /// Where a partition begins that has no record yet: at 0, unless it may have had some and lost all.
    public long firstOffset(StreamId stream, int partition) {
        boolean old = stream.unixMillis() * 1_000 <= unseenBeforeMicros;
        return old && !ranges.containsKey(new Place(stream, partition)) ? unseenFrom : 0;
    }

    public Set<Place> places() {
        return ranges.keySet();
    }

    /// These and more.
    ///
    /// @param more holes; one that begins where one of these does is replaced
    /// @param lost a range for every partition that is known now; an empty one where nothing is lost
    /// @param newUnseenFrom where partitions begin that are not known now
    public Losses and(List<Hole> more, Map<Place, List<LostRange>> lost, long newUnseenFrom) {
        List<Hole> allHoles = new ArrayList<>(holes);
        allHoles.removeIf(old -> more.stream().anyMatch(hole -> hole.fromLsn() == old.fromLsn()));
        allHoles.addAll(more);
        allHoles.sort(Comparator.comparingLong(Hole::fromLsn));
        Map<Place, List<LostRange>> allRanges = new LinkedHashMap<>(ranges);
        lost.forEach((place, added) -> {
            List<LostRange> merged = new ArrayList<>(allRanges.getOrDefault(place, List.of()));
            added.forEach(range -> add(merged, range));
            allRanges.put(place, List.copyOf(merged));
        });
        long micros = more.stream().mapToLong(Hole::recordedMicros).max().orElse(0);
        return new Losses(
                allHoles,
                allRanges,
                newUnseenFrom,
                more.isEmpty() ? unseenBeforeMicros : Math.max(unseenBeforeMicros + 1, micros));
    }

    /// Adds a range in its place: damage may be found before losses that are older. An empty one only stands where
    /// there is nothing else.
    private static void add(List<LostRange> ascending, LostRange range) {
        if (range.isEmpty() && !ascending.isEmpty()) {
            return;
        }
        LostRange whole = range;
        for (LostRange one : List.copyOf(ascending)) {
            if (one.isEmpty() || whole.touches(one)) {
                ascending.remove(one);
                whole = one.isEmpty() ? whole : whole.and(one);
            }
        }
        ascending.add(whole);
        ascending.sort(Comparator.comparingLong(LostRange::first));
    }

    /// These, of a log whose files end at `endLsn` since they were put together from an archive.
    public Losses restoredUpTo(long endLsn, long nowMicros) {
        List<Hole> all = new ArrayList<>(holes);
        all.add(new Hole(Hole.Cause.RESTORED, endLsn, 0, nowMicros));
        return new Losses(all, ranges, unseenFrom, unseenBeforeMicros);
    }
}
