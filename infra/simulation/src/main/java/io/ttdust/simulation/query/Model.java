package io.ttdust.simulation.query;

import io.ttdust.application.port.log.Appended;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.stream.TimeRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What every query must show: all acknowledged records, and those unacknowledged ones that a restart turned out to
/// have kept.
final class Model {

    private final Map<StreamId, NavigableSet<Expected>> records = new HashMap<>();
    private final List<Unanswered> unanswered = new ArrayList<>();

    /// A batch whose append had no answer when the node died.
    private record Unanswered(StreamId stream, int partition, RecordBatch batch) {}

    void acknowledged(StreamId stream, int partition, RecordBatch batch, Appended place) {
        of(stream).addAll(expected(partition, batch, place.firstOffset(), place.receiveMicros()));
    }

    void unanswered(StreamId stream, int partition, RecordBatch batch) {
        unanswered.add(new Unanswered(stream, partition, batch));
    }

    private static List<Expected> expected(int partition, RecordBatch batch, long firstOffset, long micros) {
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            expected.add(new Expected(
                    micros,
                    partition,
                    firstOffset + i,
                    StandardCharsets.UTF_8.decode(batch.payload(i)).toString(),
                    batch.attributes(i).metadata()));
        }
        return expected;
    }

    private NavigableSet<Expected> of(StreamId stream) {
        return records.computeIfAbsent(stream, id -> new TreeSet<>(Expected.ORDER));
    }

    /// Decides about unanswered batches by what the restarted node shows: whole, at the end of its partition, or
    /// not at all.
    ///
    /// @throws AssertionError if one is there in part, twice or out of its place
    void recover(StreamId stream, List<Expected> shown) {
        NavigableSet<Expected> known = of(stream);
        List<Expected> more = new ArrayList<>(shown);
        more.removeAll(known);
        for (Unanswered one : unanswered) {
            if (one.stream.equals(stream)) {
                keepIfShown(one, known, more);
            }
        }
        unanswered.removeIf(one -> one.stream.equals(stream));
        if (!more.isEmpty()) {
            throw new AssertionError("after the restart there are records nobody sent, or parts of batches: " + more);
        }
    }

    private static void keepIfShown(Unanswered one, NavigableSet<Expected> known, List<Expected> more) {
        Expected first = more.stream()
                .filter(each -> each.partition() == one.partition
                        && each.payload()
                                .equals(StandardCharsets.UTF_8
                                        .decode(one.batch.payload(0))
                                        .toString()))
                .findFirst()
                .orElse(null);
        if (first != null) {
            List<Expected> whole = expected(one.partition, one.batch, first.offset(), first.micros());
            if (!more.containsAll(whole) || !known.addAll(whole)) {
                throw new AssertionError("an unanswered batch is there in part: " + whole);
            }
            more.removeAll(whole);
        }
    }

    /// All records of the stream in order.
    List<Expected> all(StreamId stream) {
        return List.copyOf(of(stream));
    }

    /// The records of `range` behind `after`, in order.
    List<Expected> behind(StreamId stream, TimeRange range, @Nullable Expected after) {
        NavigableSet<Expected> rest = after == null ? of(stream) : of(stream).tailSet(after, false);
        return rest.stream().filter(each -> range.contains(each.micros())).toList();
    }
}
