package io.ttdust.application.query;

import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.record.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first records of several partitions in (time, partition, offset) order, as many as fit on a page. For one
/// page, used by one thread.
///
/// Partitions come one after another, each as a [PartitionRun] in its own order, and are merged in. A run ends
/// where the page could not take more of it, so that never more than two pages are held in memory, however many
/// partitions there are.
final class PageBuilder {

    /// What a record costs on a page beside its payload and metadata: ids, times, names of fields.
    static final int OVERHEAD_BYTES = 64;

    private final int recordsMax;
    private final long bytesMax;
    private List<StreamRecord> records = new ArrayList<>();
    private long bytes;
    private boolean more;

    /// @param bytesMax a page ends after the record that passes it
    PageBuilder(int recordsMax, long bytesMax) {
        this.recordsMax = recordsMax;
        this.bytesMax = bytesMax;
    }

    /// A run to fill with a partition's records and to hand to [#merge].
    PartitionRun newRun() {
        return new PartitionRun(recordsMax, bytesMax, isFull() ? records.getLast() : null);
    }

    private boolean isFull() {
        return records.size() >= recordsMax || bytes >= bytesMax;
    }

    void merge(PartitionRun run) {
        more |= run.leftSomething();
        if (run.records().isEmpty()) {
            return;
        }
        List<StreamRecord> merged =
                new ArrayList<>(records.size() + run.records().size());
        bytes = 0;
        int ofPage = 0;
        int ofRun = 0;
        while (ofPage < records.size() || ofRun < run.records().size()) {
            if (merged.size() >= recordsMax || bytes >= bytesMax) {
                more = true;
                break;
            }
            StreamRecord next;
            if (ofRun == run.records().size()
                    || (ofPage < records.size()
                            && isBefore(records.get(ofPage), run.records().get(ofRun)))) {
                next = records.get(ofPage++);
            } else {
                next = run.records().get(ofRun++);
            }
            merged.add(next);
            bytes += weight(next);
        }
        records = merged;
    }

    static boolean isBefore(StreamRecord one, StreamRecord other) {
        if (one.receiveMicros() != other.receiveMicros()) {
            return one.receiveMicros() < other.receiveMicros();
        }
        return one.partition() != other.partition()
                ? one.partition() < other.partition()
                : one.offset() < other.offset();
    }

    static long weight(StreamRecord record) {
        long sum = OVERHEAD_BYTES + (long) record.payload().remaining();
        for (Map.Entry<String, String> pair : record.metadata().entrySet()) {
            sum += pair.getKey().length() + (long) pair.getValue().length();
        }
        return sum;
    }

    /// Whether a record was met that lies behind the page's last.
    boolean hasMore() {
        return more;
    }

    List<StreamRecord> records() {
        return records;
    }

    /// Where the following page starts, or null when this one ends what there is.
    @Nullable
    Cursor next() {
        if (!more) {
            return null;
        }
        StreamRecord last = records.getLast();
        return new Cursor(last.receiveMicros(), last.partition(), last.offset());
    }
}
