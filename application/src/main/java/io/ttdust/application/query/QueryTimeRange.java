package io.ttdust.application.query;

import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.StreamRecord;
import io.ttdust.domain.stream.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads the records of a stream received in a span of time, page by page. Safe for all threads.
public final class QueryTimeRange {

    public static final int LIMIT_DEFAULT = 1000;
    public static final int LIMIT_MAX = 10_000;
    public static final long RANGE_MICROS_MAX = TimeUnit.DAYS.toMicros(7);

    /// A page ends after the record that passes this many bytes of payload and metadata, so that its size is
    /// bounded in bytes too. With a record of 1 MiB on top it stays below the 4 MiB that gRPC clients take by
    /// default.
    public static final long PAGE_BYTES_MAX = 5L << 19;

    /// Pages read at once; further callers wait, so that many large queries do not fill the memory.
    private static final int PAGES_AT_ONCE = 32;

    /// What a record costs on a page beside its payload and metadata: ids, times, names of fields.
    private static final int OVERHEAD_BYTES = 64;

    private static final int PARTITION = 0;
    private static final long HOUR_MICROS = TimeUnit.HOURS.toMicros(1);

    private final LogReader log;
    private final Semaphore pages = new Semaphore(PAGES_AT_ONCE);

    public QueryTimeRange(LogReader log) {
        this.log = log;
    }

    /// One page of at most `limit` records (1..[#LIMIT_MAX]) and about [#PAGE_BYTES_MAX].
    ///
    /// @param after where the page before ended; null for the first page
    /// @throws io.ttdust.application.port.StorageException if the log cannot be read
    public Page query(StreamId stream, TimeRange range, int limit, @Nullable Cursor after) {
        pages.acquireUninterruptibly();
        try {
            return read(stream, range, limit, after);
        } finally {
            pages.release();
        }
    }

    private Page read(StreamId stream, TimeRange range, int limit, @Nullable Cursor after) {
        Horizon horizon = log.horizon();
        long from = after == null
                ? log.firstOffsetAt(stream, PARTITION, range.startMicros())
                : Math.max(after.offset() + 1, log.firstOffsetAt(stream, PARTITION, range.startMicros()));
        Collector collector = new Collector(stream.tag(), range, limit, from);
        log.read(stream, PARTITION, from, horizon, collector::take);
        return collector.page(horizon.throughMicros());
    }

    private static final class Collector {

        private final int streamTag;
        private final TimeRange range;
        private final int limit;
        private final long from;
        private final List<StreamRecord> records = new ArrayList<>();
        private long bytes;
        private boolean more;
        private int hours;
        private long lastHour = Long.MIN_VALUE;

        private Collector(int streamTag, TimeRange range, int limit, long from) {
            this.streamTag = streamTag;
            this.range = range;
            this.limit = limit;
            this.from = from;
        }

        /// Takes what belongs on the page; false once the page or the range has ended.
        private boolean take(LoggedBatch batch) {
            if (!range.contains(batch.receiveMicros())) {
                return false;
            }
            countHour(batch.receiveMicros());
            for (int i = (int) Math.max(0, from - batch.firstOffset());
                    i < batch.records().size();
                    i++) {
                if (records.size() == limit || bytes >= PAGE_BYTES_MAX) {
                    more = true;
                    return false;
                }
                StreamRecord record = batch.record(i, streamTag);
                records.add(record);
                bytes += OVERHEAD_BYTES + record.payload().remaining() + characters(record.metadata());
            }
            return true;
        }

        private static int characters(Map<String, String> metadata) {
            int sum = 0;
            for (Map.Entry<String, String> pair : metadata.entrySet()) {
                sum += pair.getKey().length() + pair.getValue().length();
            }
            return sum;
        }

        private void countHour(long micros) {
            long hour = Math.floorDiv(micros, HOUR_MICROS);
            if (hour != lastHour) {
                lastHour = hour;
                hours++;
            }
        }

        private Page page(long completeThroughMicros) {
            Cursor next = null;
            if (more) {
                StreamRecord last = records.getLast();
                next = new Cursor(last.receiveMicros(), last.partition(), last.offset());
            }
            return new Page(records, next, records.size(), hours, completeThroughMicros);
        }
    }
}
