package io.ttdust.adapters.rest.record;

import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.domain.ingest.AcceptedRun;
import io.ttdust.domain.ingest.AtomicRefusal;
import io.ttdust.domain.ingest.Durability;
import io.ttdust.domain.ingest.IngestOutcome.Answered;
import io.ttdust.domain.ingest.IngestOutcome.Other;
import io.ttdust.domain.ingest.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The items of an `application/vnd.ttdust.records+json` body. An item that cannot be taken is rejected alone; the
/// others are offered together. Used by one thread.
final class RecordItems {

    private final byte[] body;
    private final List<RecordItem> whole = new ArrayList<>();
    private final List<Other> broken = new ArrayList<>();

    /// By place in the batch of whole items: the item's place in the body.
    private final int[] places;

    private final int size;

    private RecordItems(byte[] body, Ranges elements, @Nullable String partitionKey) {
        this.body = body;
        this.size = elements.size();
        this.places = new int[size];
        for (int i = 0; i < size; i++) {
            try {
                RecordItem item = RecordItem.read(body, elements.start(i), partitionKey);
                places[whole.size()] = i;
                whole.add(item);
            } catch (RefusedException e) {
                broken.add(new Other(i, new Verdict.Rejected(e.problem())));
            }
        }
    }

    /// Reads the items of `body`.
    ///
    /// @param partitionKey of items that name none
    /// @throws RefusedException `INVALID_JSON` if the body is not one JSON array
    static RecordItems read(byte[] body, @Nullable String partitionKey) {
        return new RecordItems(body, JsonText.elements(body), partitionKey);
    }

    /// Items of the body.
    int size() {
        return size;
    }

    /// Whether there is nothing to offer because every item is rejected already.
    boolean areAllBroken() {
        return whole.isEmpty() && size > 0;
    }

    /// Why none of the items is written if all of them or none shall be; null if no item is broken.
    @Nullable
    Problem refusal() {
        return AtomicRefusal.of(broken);
    }

    /// The items that are whole, as a batch over the body, which is not copied.
    RecordBatch batch() {
        int[] starts = new int[whole.size()];
        int[] ends = new int[whole.size()];
        RecordAttributes[] attributes = new RecordAttributes[whole.size()];
        for (int i = 0; i < whole.size(); i++) {
            starts[i] = whole.get(i).start();
            ends[i] = whole.get(i).end();
            attributes[i] = whole.get(i).attributes();
        }
        return RecordBatch.over(body, starts, ends, attributes);
    }

    /// Tells why each broken item is, by its code.
    void tellBroken(Consumer<ErrorCode> told) {
        for (Other other : broken) {
            if (other.verdict() instanceof Verdict.Rejected(Problem problem)) {
                told.accept(problem.code());
            }
        }
    }

    /// The answer when no item was offered.
    Answered allBroken() {
        return new Answered(List.of(), broken, Durability.FSYNC, 0);
    }

    /// The verdicts on the batch, by their items' places in the body, together with those on the broken items.
    Answered withBroken(Answered answered) {
        if (broken.isEmpty()) {
            return answered;
        }
        List<AcceptedRun> runs = new ArrayList<>();
        for (AcceptedRun run : answered.accepted()) {
            addRuns(run, runs);
        }
        List<Other> others = new ArrayList<>(broken);
        for (Other other : answered.others()) {
            others.add(new Other(places[other.index()], other.verdict()));
        }
        others.sort(Comparator.comparingInt(Other::index));
        return new Answered(runs, others, answered.durability(), answered.receiveMicros());
    }

    /// Splits a run where a broken item lay between its records.
    private void addRuns(AcceptedRun run, List<AcceptedRun> runs) {
        int from = 0;
        while (from < run.count()) {
            int first = places[run.firstIndex() + from];
            int to = from + 1;
            while (to < run.count() && places[run.firstIndex() + to] == first + to - from) {
                to++;
            }
            runs.add(new AcceptedRun(first, to - from, run.partition(), run.firstOffset() + from, run.receiveMicros()));
            from = to;
        }
    }
}
