package io.ttdust.application.query;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.StreamFiles;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ObjectMissingException;
import io.ttdust.application.port.storage.ObjectStore;
import io.ttdust.application.port.telemetry.QueryMeter;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads the records of a stream received in a span of time, page by page, from files and log as if they were one.
/// Safe for all threads.
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

    /// How long a query waits for its turn before it is told to come back.
    private static final long TURN_SECONDS_MAX = 20;

    /// How often a page is planned when files vanish under it, as they do when they are merged or expire.
    private static final int PLANS_MAX = 4;

    private final LogReader log;
    private final DataFileCatalog catalog;
    private final ObjectStore objects;
    private final ColumnFileFormat format;
    private final QueryMeter meter;
    private final int filesAtOnce;
    private final Semaphore pages = new Semaphore(PAGES_AT_ONCE);

    /// Measures nothing.
    public QueryTimeRange(LogReader log, DataFileCatalog catalog, ObjectStore objects, ColumnFileFormat format) {
        this(log, catalog, objects, format, QueryMeter.NONE);
    }

    /// Tells `meter` of every page.
    public QueryTimeRange(
            LogReader log, DataFileCatalog catalog, ObjectStore objects, ColumnFileFormat format, QueryMeter meter) {
        this(log, catalog, objects, format, meter, 256);
    }

    /// @param filesAtOnce asked for in one statement, beside one for each partition
    QueryTimeRange(
            LogReader log,
            DataFileCatalog catalog,
            ObjectStore objects,
            ColumnFileFormat format,
            QueryMeter meter,
            int filesAtOnce) {
        this.log = log;
        this.catalog = catalog;
        this.objects = objects;
        this.format = format;
        this.meter = meter;
        this.filesAtOnce = filesAtOnce;
    }

    /// One page of at most `limit` records (1..[#LIMIT_MAX]) and about [#PAGE_BYTES_MAX].
    ///
    /// @param after where the page before ended; null for the first page
    /// @throws io.ttdust.application.port.StorageException if log, catalogue or files cannot be read
    public Page query(StreamDefinition stream, TimeRange range, int limit, @Nullable Cursor after) {
        QueryMeter.Query measured = meter.asked(stream.name(), QueryMeter.Kind.TIME_RANGE);
        Page page = null;
        boolean turn = false;
        try {
            awaitTurn();
            turn = true;
            measured.started();
            page = plan(stream, range, limit, after);
            return page;
        } finally {
            if (turn) {
                pages.release();
            }
            if (page == null) {
                measured.failed();
            } else {
                measured.answered(page.records().size(), page.partitionsScanned());
            }
        }
    }

    private void awaitTurn() {
        try {
            if (!pages.tryAcquire(TURN_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new StorageException("too many queries are being answered; ask again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("the query was interrupted while it waited for its turn", e);
        }
    }

    private Page plan(StreamDefinition stream, TimeRange range, int limit, @Nullable Cursor after) {
        int plans = 1;
        while (true) {
            try {
                return read(stream, range, limit, after);
            } catch (ObjectMissingException e) {
                if (plans++ == PLANS_MAX) {
                    throw e;
                }
            }
        }
    }

    /// First the log's end is fixed and pinned, then files and checkpoints are asked for: whatever is flushed after
    /// that is still in the log, and whatever was flushed before is in a file.
    private Page read(StreamDefinition stream, TimeRange range, int limit, @Nullable Cursor after) {
        try (LogPin pin = log.pin()) {
            Horizon horizon = pin.horizon();
            PageBuilder page = new PageBuilder(limit, PAGE_BYTES_MAX);
            Scan scan =
                    new Scan(stream.id(), new PartitionScan(log, objects, format, stream.id(), horizon), page, after);
            long end = Math.min(range.endMicros(), horizon.throughMicros() + 1);
            long from = after == null ? range.startMicros() : Math.max(range.startMicros(), after.receiveMicros());
            int filesMax = filesAtOnce + stream.partitions() + 1;
            while (from < end && !page.hasMore()) {
                StreamFiles files = catalog.find(stream.id(), from, end, filesMax);
                long windowEnd = files.files().size() < filesMax
                        ? end
                        : files.files().getLast().firstMicros();
                for (int partition = 0; partition < stream.partitions(); partition++) {
                    scan.read(files, partition, new TimeRange(from, windowEnd));
                }
                from = windowEnd;
            }
            if (!pin.isHeld()) { // what was flushed meanwhile may be gone from the log, and be missing here
                throw new StorageException("reading the page took so long that the log went on without it; ask again");
            }
            return new Page(
                    page.records(),
                    page.next(),
                    scan.recordsScanned,
                    scan.partitions.hours(),
                    scan.partitions.filesPruned(),
                    horizon.throughMicros());
        }
    }

    /// Brings partitions onto the page.
    private static final class Scan {

        private final int streamTag;
        private final PartitionScan partitions;
        private final PageBuilder page;
        private final @Nullable Cursor after;
        private long recordsScanned;

        private Scan(StreamId stream, PartitionScan partitions, PageBuilder page, @Nullable Cursor after) {
            this.streamTag = stream.tag();
            this.partitions = partitions;
            this.page = page;
            this.after = after;
        }

        private void read(StreamFiles files, int partition, TimeRange window) {
            long fromOffset = 0;
            long fromMicros = window.startMicros();
            if (after != null && after.receiveMicros() >= fromMicros) {
                if (partition == after.partition()) {
                    fromOffset = after.offset() + 1;
                } else if (partition < after.partition()) {
                    fromMicros = after.receiveMicros() + 1;
                }
            }
            if (fromMicros >= window.endMicros()) {
                return;
            }
            PartitionRun run = page.newRun();
            long first = fromOffset;
            partitions.read(
                    files,
                    partition,
                    first,
                    new TimeRange(fromMicros, window.endMicros()),
                    batch -> take(run, batch, first));
            page.merge(run);
        }

        private boolean take(PartitionRun run, LoggedBatch batch, long fromOffset) {
            for (int i = (int) Math.max(0, fromOffset - batch.firstOffset());
                    i < batch.records().size();
                    i++) {
                recordsScanned++;
                if (!run.take(batch.record(i, streamTag))) {
                    return false;
                }
            }
            return true;
        }
    }
}
