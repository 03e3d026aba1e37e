package io.ttdust.adapters.wal.story;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.record.LoggedBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What was promised: every batch that a producer or a reader was told of, and what is on its way.
final class Book {

    /// A batch that somebody knows of.
    private record Known(long firstOffset, long micros, List<Long> prints, boolean keyed) {

        long endOffset() {
            return firstOffset + prints.size();
        }
    }

    private final Map<Place, List<Known>> known = new HashMap<>();
    private final Map<Place, Long> seenTo = new HashMap<>();
    private final Map<Place, Long> flushedTo = new HashMap<>();
    private final Deque<Sent> pending = new ArrayDeque<>();
    private boolean unordered;
    private long lastMicros;
    private long closedMicros;
    private long flushedMicros;

    void sent(Sent one) {
        pending.add(one);
    }

    /// Several producers sent these, which are all answered now, at once; those of each place are in order. What was
    /// acknowledged was so in the order of its times, before the rest.
    void sentTogether(List<Sent> all) {
        all.stream()
                .filter(Sent::isAcknowledged)
                .sorted(Comparator.comparingLong(one -> one.future().resultNow().receiveMicros()))
                .forEach(pending::add);
        all.stream().filter(one -> !one.isAcknowledged() && !one.isRefused()).forEach(one -> {
            pending.add(one);
            unordered = true;
        });
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    boolean allAnswered() {
        return pending.stream().allMatch(one -> one.future().isDone());
    }

    /// Every record appended from now on must be later.
    long closedMicros() {
        return closedMicros;
    }

    void closed(Horizon horizon) {
        closedMicros = Math.max(closedMicros, horizon.throughMicros());
    }

    long flushedTo(Place place) {
        return flushedTo.getOrDefault(place, 0L);
    }

    void flushed(Place place, long offset, long throughMicros) {
        flushedTo.put(place, offset);
        flushedMicros = Math.max(flushedMicros, throughMicros);
    }

    private List<Known> known(Place place) {
        return known.computeIfAbsent(place, one -> new ArrayList<>());
    }

    long endOffset(Place place) {
        List<Known> all = known(place);
        return all.isEmpty() ? 0 : all.getLast().endOffset();
    }

    /// Where some batch ends that is not flushed, or where the flushed ones end.
    long someEndOffset(Place place, SplittableRandom random) {
        List<Known> left = known(place).stream()
                .filter(one -> one.firstOffset >= flushedTo(place))
                .toList();
        return left.isEmpty()
                ? flushedTo(place)
                : left.get(random.nextInt(left.size())).endOffset();
    }

    /// Takes in the answers there are.
    void settle() {
        boolean failed = false;
        for (Iterator<Sent> all = pending.iterator(); all.hasNext(); ) {
            Sent one = all.next();
            if (one.isAcknowledged()) {
                demand(!failed, "%s was acknowledged after a failure", one);
                Appended place = one.future().resultNow();
                demand(
                        place.firstOffset() == endOffset(one.place()),
                        "%s got offset %d, not %d",
                        one,
                        place.firstOffset(),
                        endOffset(one.place()));
                demand(
                        place.receiveMicros() > Math.max(lastMicros, one.closedMicros()),
                        "%s was received at %d, not after %d",
                        one,
                        place.receiveMicros(),
                        Math.max(lastMicros, one.closedMicros()));
                know(one, place.receiveMicros());
                all.remove();
            } else if (one.isRefused()) {
                all.remove();
            } else if (one.future().isDone()) {
                failed = true;
            } else {
                return;
            }
        }
    }

    private void know(Sent one, long micros) {
        known(one.place()).add(new Known(endOffset(one.place()), micros, one.prints(), one.keyed()));
        lastMicros = micros;
    }

    /// A reader looks at everything while the log works; nobody else appends meanwhile.
    void observe(FileRecordLog log) {
        settle();
        Horizon horizon = log.horizon();
        closed(horizon);
        for (Place place : Place.ALL) {
            List<Long> shown = new ArrayList<>();
            long next = flushedTo(place);
            for (LoggedBatch batch : read(log, place, next, horizon)) {
                demand(batch.firstOffset() == next, "%s goes on at %d, not %d", place, batch.firstOffset(), next);
                shown.addAll(Sent.prints(batch.records()));
                next = batch.endOffset();
            }
            demandBeginning(shown, place);
            demand(next >= endOffset(place), "%s ends at %d, not %d", place, next, endOffset(place));
            seenTo.merge(place, next, Math::max);
        }
    }

    /// Demands that `shown` is the beginning of what may be there.
    void demandBeginning(List<Long> shown, Place place) {
        List<Long> possible = new ArrayList<>();
        for (Known one : known(place)) {
            if (one.firstOffset >= flushedTo(place)) {
                possible.addAll(one.prints);
            }
        }
        for (Sent one : pending) {
            if (one.place().equals(place)) {
                possible.addAll(one.prints());
            }
        }
        demand(
                possible.size() >= shown.size()
                        && possible.subList(0, shown.size()).equals(shown),
                "%s shows what was not sent, or in another order",
                place);
    }

    static List<LoggedBatch> read(FileRecordLog log, Place place, long fromOffset, Horizon horizon) {
        List<LoggedBatch> batches = new ArrayList<>();
        log.read(place.stream(), place.partition(), fromOffset, horizon, batches::add);
        return batches;
    }

    /// Holds a log that was opened again against what is known, takes in what of the pending is there, and
    /// forgets the rest.
    void recovered(FileRecordLog log, List<LoggedBatch> keyed) {
        settle();
        Map<Place, Deque<LoggedBatch>> more = new HashMap<>();
        for (Place place : Place.ALL) {
            more.put(place, beyondKnown(log, place));
        }
        boolean ended = false;
        for (Sent one : unordered ? asFound(more) : pending) {
            Deque<LoggedBatch> left = more.getOrDefault(one.place(), new ArrayDeque<>());
            LoggedBatch next = left.peek();
            boolean there = next != null && Sent.prints(next.records()).equals(one.prints());
            ended |= !there;
            if (there && !ended) {
                left.remove();
                demand(
                        next.firstOffset() == endOffset(one.place()),
                        "%s lies at offset %d, not %d",
                        one,
                        next.firstOffset(),
                        endOffset(one.place()));
                demand(next.receiveMicros() > lastMicros, "%s lies before what was sent earlier", one);
                know(one, next.receiveMicros());
            }
        }
        more.forEach(
                (place, rest) -> demand(rest.isEmpty(), "%s holds batches that are not to be there: %s", place, rest));
        pending.clear();
        unordered = false;
        for (Place place : Place.ALL) {
            demand(
                    endOffset(place) >= seenTo.getOrDefault(place, 0L),
                    "%s was seen up to %d and ends at %d",
                    place,
                    seenTo.getOrDefault(place, 0L),
                    endOffset(place));
            checkPlaces(log, place);
        }
        checkKeyed(keyed);
        closedMicros = flushedMicros;
    }

    /// What is pending, in the order in which it lies in the log, and then what does not.
    private List<Sent> asFound(Map<Place, Deque<LoggedBatch>> more) {
        Map<Place, Deque<LoggedBatch>> left = new HashMap<>();
        more.forEach((place, found) -> left.put(place, new ArrayDeque<>(found)));
        Map<Sent, Long> times = new HashMap<>();
        for (Sent one : pending) {
            LoggedBatch next =
                    left.getOrDefault(one.place(), new ArrayDeque<>()).poll();
            boolean there = next != null && Sent.prints(next.records()).equals(one.prints());
            times.put(one, there ? next.receiveMicros() : Long.MAX_VALUE);
        }
        List<Sent> ordered = new ArrayList<>(pending);
        ordered.sort(Comparator.comparingLong(one -> times.getOrDefault(one, Long.MAX_VALUE)));
        return ordered;
    }

    private Deque<LoggedBatch> beyondKnown(FileRecordLog log, Place place) {
        Deque<LoggedBatch> found = new ArrayDeque<>(read(log, place, flushedTo(place), log.horizon()));
        for (Known one : known(place)) {
            if (one.firstOffset >= flushedTo(place)) {
                LoggedBatch there = found.poll();
                demand(
                        there != null
                                && there.firstOffset() == one.firstOffset
                                && there.receiveMicros() == one.micros
                                && Sent.prints(there.records()).equals(one.prints),
                        "%s lost or changed %s",
                        place,
                        one);
            }
        }
        return found;
    }

    /// By time, by offset, and in what is told of the partition.
    private void checkPlaces(FileRecordLog log, Place place) {
        long flushed = flushedTo(place);
        List<Known> all = known(place);
        for (int i = 0; i < all.size(); i += 1 + i / 4) {
            Known one = all.get(i);
            if (one.firstOffset >= flushed) {
                long at = log.firstOffsetAt(place.stream(), place.partition(), one.micros);
                demand(at == one.firstOffset, "%s is at %d by time, not %d", place, at, one.firstOffset);
                long after = log.firstOffsetAt(place.stream(), place.partition(), one.micros + 1);
                demand(after == one.endOffset(), "%s is at %d by time, not %d", place, after, one.endOffset());
                List<LoggedBatch> from = new ArrayList<>();
                log.read(place.stream(), place.partition(), one.endOffset() - 1, log.horizon(), batch -> {
                    from.add(batch);
                    return false;
                });
                demand(
                        from.size() == 1 && from.getFirst().firstOffset() == one.firstOffset,
                        "%s does not show %s by its offset",
                        place,
                        one);
            }
        }
        long end = log.firstOffsetAt(place.stream(), place.partition(), Long.MAX_VALUE);
        demand(end == endOffset(place), "%s ends at %d, not %d", place, end, endOffset(place));
        List<PartitionBacklog> left = log.backlog().stream()
                .filter(one -> one.stream().equals(place.stream()) && one.partition() == place.partition())
                .toList();
        demand(
                flushed == end
                        ? left.isEmpty()
                        : left.size() == 1
                                && left.getFirst().firstOffset() == flushed
                                && left.getFirst().endOffset() == end,
                "%s is flushed up to %d of %d, and behind is %s",
                place,
                flushed,
                end,
                left);
    }

    private void checkKeyed(List<LoggedBatch> shown) {
        long expected = 0;
        for (Map.Entry<Place, List<Known>> entry : known.entrySet()) {
            long flushed = flushedTo(entry.getKey());
            expected += entry.getValue().stream()
                    .filter(one -> one.keyed && one.firstOffset >= flushed)
                    .count();
        }
        long found = shown.stream()
                .filter(one -> one.endOffset() > flushedTo(new Place(one.stream(), one.partition())))
                .count();
        demand(found == expected, "%d batches with keys were shown, not %d", found, expected);
    }

    @SuppressWarnings("AnnotateFormatMethod") // which would be a dependency for this one method
    static void demand(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new AssertionError(message.formatted(arguments));
        }
    }
}
