package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.index.LogIndex;
import io.ttdust.adapters.wal.index.PartitionIndex;
import io.ttdust.adapters.wal.index.Place;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.adapters.wal.loss.LostRange;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a recovery finds lost beyond what was known, gathered while it reads the log.
///
/// Of a partition with a frame behind the hole it is exact which offsets are gone: its offsets are dense. Of the
/// others nobody knows how many records the hole held, so they go on so far behind that no offset can be given twice.
final class LossFinding {

    /// How many offsets a partition goes on behind its last one, at least, where nobody knows how many are gone.
    static final long SKIPPED_OFFSETS = 1L << 24;

    /// Presence bits, length, and an empty object.
    private static final int RECORD_BYTES_MIN = 8;

    private final Losses known;
    private final Map<Place, Checkpoint> flushed = new HashMap<>();
    private final List<Hole> holes = new ArrayList<>();
    private final Map<Place, List<LostRange>> gaps = new HashMap<>();
    private final Set<Place> since = new HashSet<>();
    private long bytes;

    LossFinding(Losses known, List<Checkpoint> flushed) {
        this.known = known;
        for (Checkpoint checkpoint : flushed) {
            this.flushed.put(new Place(checkpoint.stream(), checkpoint.partition()), checkpoint);
        }
    }

    /// The log lacks what lay there; the next frames come from behind it.
    void hole(Hole.Cause cause, long from, long next, long nowMicros) {
        holes.add(new Hole(cause, from, next, nowMicros));
        bytes += next - from;
        since.clear();
    }

    List<Hole> holes() {
        return List.copyOf(holes);
    }

    boolean isEmpty() {
        return holes.isEmpty();
    }

    /// Whether a partition may go on at `first`, in the frame at `lsn`, behind missing offsets: the known losses
    /// say so, or a hole was found before it.
    boolean mayGoOnAt(StreamId stream, int partition, long first, long lsn) {
        return !isEmpty() || known.mayGoOnAt(stream, partition, first, lsn);
    }

    /// A frame of a partition whose records before it end at `end`.
    void frame(StreamId stream, int partition, long end, long first) {
        if (isEmpty()) {
            return;
        }
        Place place = new Place(stream, partition);
        since.add(place);
        long last = Math.max(end, flushedOffset(place));
        if (!known.explains(stream, partition, last, first)) {
            gaps.computeIfAbsent(place, p -> new ArrayList<>()).add(new LostRange(last, first));
        }
    }

    private long flushedOffset(Place place) {
        Checkpoint checkpoint = flushed.get(place);
        return checkpoint == null ? 0 : checkpoint.offset();
    }

    /// Everything lost, when the last frame has been seen.
    Losses losses(LogIndex index) {
        if (isEmpty()) {
            return known;
        }
        long skipped = Math.max(SKIPPED_OFFSETS, bytes / RECORD_BYTES_MIN);
        Set<Place> places = new HashSet<>(known.places());
        places.addAll(flushed.keySet());
        index.forEach(frames -> places.add(new Place(frames.stream(), frames.partition())));
        Map<Place, List<LostRange>> lost = new HashMap<>();
        for (Place place : places) {
            PartitionIndex frames = index.find(place.stream(), place.partition());
            List<LostRange> ranges = new ArrayList<>(beforeAll(place));
            ranges.addAll(beforeFirst(place, frames));
            gaps.getOrDefault(place, List.of()).stream()
                    .filter(gap -> !ranges.contains(gap))
                    .forEach(ranges::add);
            long kept = Math.max(frames == null ? 0 : frames.endOffset(), flushedOffset(place));
            long end = Math.max(kept, known.goesOnAt(place.stream(), place.partition()));
            // From what is kept now: a start that was killed may have written down a gap that begins behind records
            // which the disk did not have, and the power took them then.
            ranges.add(new LostRange(kept, since.contains(place) ? end : end + skipped));
            lost.put(place, ranges);
        }
        return known.and(holes, lost, known.unseenFrom() + skipped);
    }

    /// Where a partition began that may have lost all it had in an earlier loss, and is listed now.
    private List<LostRange> beforeAll(Place place) {
        long first = known.firstOffset(place.stream(), place.partition());
        return first == 0 ? List.of() : List.of(new LostRange(0, first));
    }

    /// What is missing between what is flushed and the first frame left.
    private List<LostRange> beforeFirst(Place place, @Nullable PartitionIndex frames) {
        long offset = flushedOffset(place);
        return frames == null
                        || !frames.holdsFrames()
                        || known.explains(place.stream(), place.partition(), offset, frames.firstOffset())
                ? List.of()
                : List.of(new LostRange(offset, frames.firstOffset()));
    }
}
