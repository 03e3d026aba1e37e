package io.ttdust.adapters.rest.record;

import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.application.ingest.IngestLimits;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the records of a body lie in it. Bounded, so that a body of nothing but commas does not become tables many
/// times its size.
final class Ranges {

    private static final int SIZE_MAX = IngestLimits.DEFAULT.batchRecordsMax();

    private int[] starts;
    private int[] ends;
    private int size;

    /// Makes room for `expected` ranges.
    Ranges(int expected) {
        int room = Math.clamp(expected, 1, SIZE_MAX);
        this.starts = new int[room];
        this.ends = new int[room];
    }

    /// Adds bytes `start` to `end`, the latter exclusive.
    ///
    /// @throws RefusedException `PAYLOAD_TOO_LARGE` if there are too many already
    void add(int start, int end) {
        if (size == starts.length) {
            if (size == SIZE_MAX) {
                throw RefusedException.of(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "more than %d records in one request; split it into several requests".formatted(SIZE_MAX));
            }
            int grown = Math.min(SIZE_MAX, size * 2);
            starts = Arrays.copyOf(starts, grown);
            ends = Arrays.copyOf(ends, grown);
        }
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    int size() {
        return size;
    }

    /// Where range `index` starts.
    int start(int index) {
        return starts[index];
    }

    /// The records as a batch over `body`, which is not copied.
    ///
    /// @param attributes what accompanies each record; null for nothing
    RecordBatch over(byte[] body, @Nullable RecordAttributes attributes) {
        RecordAttributes @Nullable [] each = null;
        if (attributes != null) {
            each = new RecordAttributes[size];
            Arrays.fill(each, attributes);
        }
        return RecordBatch.over(body, Arrays.copyOf(starts, size), Arrays.copyOf(ends, size), each);
    }
}
