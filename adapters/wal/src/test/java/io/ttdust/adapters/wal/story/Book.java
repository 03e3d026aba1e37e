package io.ttdust.adapters.wal.story;

import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.application.port.log.Appended;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.record.LoggedBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// What was promised: every batch that a producer or a reader was told of, and what is on its way.
final class Book {

    /// How many offsets a partition skips that may have lost records, at least.
    static final long SKIPPED = 1 << 24;

    private final Machine machine;
    private final Tally tally;
    private final Map<Place, Promised> promised = new HashMap<>();
    private final Deque<Sent> pending = new ArrayDeque<>();
    private boolean unordered;

    /// Whether what is acknowledged now is said to be durable.
    private boolean durable;

    private int starts;
    private int powerCuts;
    private List<Hole> holes = List.of();
    private long lastMicros;
    private long closedMicros;
    private long flushedMicros;

    Book(Machine machine, Tally tally) {
        this.machine = machine;
        this.tally = tally;
    }

    Promised of(Place place) {
        return promised.computeIfAbsent(place, one -> new Promised());
    }

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

    void flushed(Place place, long offset, long throughMicros) {
        of(place).flushed(offset);
        flushedMicros = Math.max(flushedMicros, throughMicros);
    }

    long endOffset(Place place) {
        return of(place).endOffset();
    }

    /// Everything that somebody was told of is durable now, by what was promised.
    void everythingIsSure() {
        settle();
        promised.values().forEach(one -> one.sure(one.keptEnd()));
    }

    /// The power will be cut: what the disk has by now is sure.
    void beforePowerCut() {
        if (!durable) {
            Verdict synced = Verdict.on(machine.disk.durableCopy(), machine.flushed);
            Place.ALL.forEach(place -> of(place).sure(synced.endOffset(place)));
        }
    }

    /// Takes in the answers there are.
    void settle() {
        boolean failed = false;
        for (Iterator<Sent> all = pending.iterator(); all.hasNext(); ) {
            Sent one = all.next();
            if (!one.future().isDone()) { // asked once, as the answer may come between two questions
                return;
            }
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
            } else {
                failed = true;
            }
        }
    }

    private void know(Sent one, long micros) {
        Promised place = of(one.place());
        place.add(micros, one.prints(), one.keyed());
        if (durable) {
            place.sure(place.keptEnd());
        }
        lastMicros = micros;
    }

    /// A reader looks at everything while the log works; nobody else appends meanwhile.
    void observe(FileRecordLog log) {
        settle();
        Horizon horizon = log.horizon();
        closed(horizon);
        for (Place place : Place.ALL) {
            Promised one = of(place);
            List<Long> shown = new ArrayList<>();
            long next = one.flushedTo();
            for (LoggedBatch batch : read(log, place, next, horizon)) {
                long expected = log.afterLoss(place.stream(), place.partition(), next);
                demand(
                        batch.firstOffset() == expected,
                        "%s goes on at %d, not %d",
                        place,
                        batch.firstOffset(),
                        expected);
                shown.addAll(Sent.prints(batch.records()));
                next = batch.endOffset();
            }
            demandBeginning(shown, place);
            demand(next >= one.keptEnd(), "%s ends at %d, not %d", place, next, one.keptEnd());
            one.told(next);
            if (durable) {
                one.sure(next);
            }
        }
    }

    /// Demands that `shown` is the beginning of what may be there.
    void demandBeginning(List<Long> shown, Place place) {
        List<Long> possible = new ArrayList<>();
        of(place).unflushed().forEach(one -> possible.addAll(one.prints()));
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

    /// A process begins to open the log; perhaps it is killed meanwhile.
    void starting() {
        starts++;
    }

    /// Holds a log that was opened again against what is known, takes in what of the pending is there, and
    /// forgets the rest.
    ///
    /// @param expected what the format says about the bytes from before
    void recovered(FileRecordLog log, List<LoggedBatch> keyed, Verdict expected) {
        settle();
        Map<Place, Long> most = new HashMap<>();
        Place.ALL.forEach(place -> most.put(place, possibleEnd(place)));
        Map<Place, Deque<LoggedBatch>> more = new HashMap<>();
        Place.ALL.forEach(place -> more.put(place, read(log, place)));
        boolean lost = takeKnown(more);
        takePending(more, lost);
        Losses losses = log.losses();
        boolean first = starts == 1;
        List<Hole> found = log.recovery().lost();
        demand(
                !first || found.size() == (expected.isUnsynced() ? 1 : 0),
                "a stop that was %sin order is written down as %s",
                expected.isUnsynced() ? "not " : "",
                found);
        demand(
                first
                        ? losses.holes().size() == holes.size() + found.size()
                        : losses.holes().containsAll(holes),
                "of the holes %s these are known: %s",
                holes,
                losses.holes());
        holes = losses.holes();
        for (Place place : Place.ALL) {
            Promised one = of(place);
            demand(
                    one.keptEnd() >= one.sureTo(),
                    "%s was durable up to %d and ends at %d",
                    place,
                    one.sureTo(),
                    one.keptEnd());
            goOn(place, losses.goesOnAt(place.stream(), place.partition()), expected.isUnsynced(), most);
            new Lookups(log, place, one).check();
        }
        checkKeyed(keyed);
        everythingIsSure();
        durable = log.durability() == Durability.FSYNC;
        closedMicros = flushedMicros;
        powerCuts = machine.disk.powerCuts();
        starts = 0;
    }

    private Deque<LoggedBatch> read(FileRecordLog log, Place place) {
        return new ArrayDeque<>(read(log, place, of(place).flushedTo(), log.horizon()));
    }

    private long possibleEnd(Place place) {
        return endOffset(place)
                + pending.stream()
                        .filter(one -> one.place().equals(place))
                        .mapToLong(one -> one.prints().size())
                        .sum();
    }

    /// Takes what is known from what was found, and forgets what only a log that does not sync first may lose, by a
    /// power cut, and only its end. Answers whether there was any.
    private boolean takeKnown(Map<Place, Deque<LoggedBatch>> found) {
        long keptMicros = flushedMicros;
        long lostMicros = Long.MAX_VALUE;
        for (Place place : Place.ALL) {
            for (Promised.Batch one : of(place).unflushed()) {
                LoggedBatch there =
                        found.getOrDefault(place, new ArrayDeque<>()).poll();
                if (there == null) {
                    of(place).lose(one.firstOffset());
                    lostMicros = Math.min(lostMicros, one.micros());
                    break;
                }
                demand(
                        there.firstOffset() == one.firstOffset()
                                && there.receiveMicros() == one.micros()
                                && Sent.prints(there.records()).equals(one.prints()),
                        "%s lost or changed %s",
                        place,
                        one);
                keptMicros = Math.max(keptMicros, one.micros());
            }
        }
        if (lostMicros == Long.MAX_VALUE) {
            return false;
        }
        long last = keptMicros;
        tally.count(Case.ACKNOWLEDGED_AND_LOST);
        demand(machine.disk.powerCuts() > powerCuts, "something is lost, and the power was never cut");
        for (Place place : Place.ALL) {
            for (Promised.Batch one : of(place).unflushed()) {
                demand(one.micros() < lostMicros, "%s is there, and something from before is lost", one);
            }
        }
        lastMicros = last;
        return true;
    }

    private void takePending(Map<Place, Deque<LoggedBatch>> more, boolean lost) {
        boolean ended = lost;
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
    }

    /// Where a place goes on: far behind its last record when there may have been more of them, for which nothing is
    /// too far that several starts can have skipped; else where it would have gone on anyway.
    private void goOn(Place place, long lossEnd, boolean unsynced, Map<Place, Long> most) {
        Promised one = of(place);
        long next = Math.max(one.keptEnd(), lossEnd);
        long least = Math.max(one.keptEnd(), one.goesOnAt()) + (unsynced && starts == 1 ? SKIPPED : 0);
        boolean exact = starts == 1;
        demand(next >= one.toldTo(), "%s goes on at %d, and %d is known", place, next, one.toldTo() - 1);
        demand(
                exact ? next == least : next >= least,
                "%s ends at %d, would go on at %d, and goes on at %d",
                place,
                one.keptEnd(),
                one.goesOnAt(),
                next);
        demand(!unsynced || next >= one.keptEnd() + SKIPPED, "%s skips too little: %d", place, next);
        demand(
                next <= most.getOrDefault(place, 0L) + starts * SKIPPED,
                "%s goes on at %d after %d starts",
                place,
                next,
                starts);
        if (unsynced) {
            tally.count(Case.OFFSETS_SKIPPED);
        }
        one.goesOnAt(lossEnd);
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

    private void checkKeyed(List<LoggedBatch> shown) {
        long expected = promised.values().stream()
                .flatMap(one -> one.unflushed().stream())
                .filter(Promised.Batch::keyed)
                .count();
        long found = shown.stream()
                .filter(one -> one.endOffset()
                        > of(new Place(one.stream(), one.partition())).flushedTo())
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
