package io.ttdust.adapters.parquet.read;

import io.ttdust.adapters.parquet.layout.SystemColumns;
import io.ttdust.application.port.storage.StoredObject;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/// Walks over one file's records. Used by one thread.
///
/// A row group is read in windows, which start small and grow: whoever asks for a page of records pays for a few
/// pages of the file, whoever reads on for few repeated ones.
final class RecordCursor implements AutoCloseable {

    private static final int BATCH_ROWS_MAX = 512;
    private static final int BATCH_BYTES_MAX = 1 << 20;

    /// A batch takes no more memory than that for nothing when it turns out smaller than the one before.
    private static final int BATCH_BYTES_GUESS_MAX = 128 << 10;

    private static final int WINDOW_ROWS_MIN = 1024;
    private static final int WINDOW_ROWS_MAX = 64 << 10;

    /// Compressed payloads read at once, but for a page that has more.
    private static final long WINDOW_BYTES_MAX = 4 << 20;

    private final StoredObject file;
    private final OpenedFooter footer;
    private final StreamId stream;
    private final long fromMicros;
    private @Nullable ParquetFileReader library;
    private @Nullable RecordRows rows;

    /// The row group of the next window, its first offset, and where in it the window starts.
    private int block;

    private long blockOffset;
    private long row;
    private boolean inBlock;
    private @Nullable PayloadPages payloadPages;
    private int window = WINDOW_ROWS_MIN;

    /// Size of the batch before, as the next one is mostly about as large.
    private int batchRows = 8;

    private int batchBytes = 1024;

    /// The first offset to be handed over, later the one expected next.
    private long nextOffset;

    private long lastMicros = Long.MIN_VALUE;

    RecordCursor(StoredObject file, OpenedFooter footer, StreamId stream, long fromOffset, long fromMicros) {
        this.file = file;
        this.footer = footer;
        this.stream = stream;
        this.fromMicros = fromMicros;
        this.blockOffset = footer.traits().firstOffset();
        this.nextOffset = Math.max(fromOffset, blockOffset);
    }

    /// The next batch, null when there are no more records.
    @Nullable
    LoggedBatch next() throws IOException, DamagedFileException {
        while (true) {
            RecordRows open = rows;
            if (open != null && open.hasRow()) {
                LoggedBatch batch = batch(open);
                if (batch != null) {
                    return batch;
                }
            } else if (!openWindow()) {
                return null;
            }
        }
    }

    /// Reads records of one receive time; null if all rows left in the window were received too early.
    private @Nullable LoggedBatch batch(RecordRows open) throws DamagedFileException {
        while (open.hasRow() && open.micros() < fromMicros) {
            requireNext(open);
            open.skip();
        }
        if (!open.hasRow()) {
            return null;
        }
        long first = nextOffset;
        long micros = open.micros();
        int version = open.schemaVersion();
        RecordBatch.Builder records = RecordBatch.builder(batchRows, batchBytes);
        int bytes = 0;
        do {
            requireNext(open);
            bytes += open.addTo(records);
        } while (open.hasRow()
                && open.micros() == micros
                && open.schemaVersion() == version
                && records.size() < BATCH_ROWS_MAX
                && bytes < BATCH_BYTES_MAX);
        batchRows = records.size();
        batchBytes = Math.min(bytes, BATCH_BYTES_GUESS_MAX);
        return new LoggedBatch(stream, footer.traits().partition(), first, micros, version, records.build());
    }

    private void requireNext(RecordRows open) throws DamagedFileException {
        if (open.offset() != nextOffset || open.micros() < lastMicros) {
            throw new DamagedFileException("offset %d received at %d does not follow %d received at %d"
                    .formatted(open.offset(), open.micros(), nextOffset - 1, lastMicros));
        }
        nextOffset++;
        lastMicros = open.micros();
    }

    private boolean openWindow() throws IOException {
        rows = null;
        List<BlockMetaData> blocks = footer.metadata().getBlocks();
        while (block < blocks.size()) {
            BlockMetaData current = blocks.get(block);
            if (!inBlock && mayHold(current)) {
                row = Math.max(nextOffset - blockOffset, TimeSearch.firstRow(file, footer, block, fromMicros));
                nextOffset = blockOffset + row;
                inBlock = true;
            }
            if (inBlock && row < current.getRowCount()) {
                readWindow(current);
                return true;
            }
            blockOffset += current.getRowCount();
            block++;
            inBlock = false;
            payloadPages = null;
        }
        return false;
    }

    private boolean mayHold(BlockMetaData current) {
        return blockOffset + current.getRowCount() > nextOffset && TimeSearch.mayHold(current, fromMicros);
    }

    private void readWindow(BlockMetaData current) throws IOException {
        PayloadPages payloads = payloadPages;
        if (payloads == null) {
            payloads = PayloadPages.of(library(), current, WINDOW_BYTES_MAX);
            payloadPages = payloads;
        }
        long end = Math.min(row + window, payloads.end(row));
        RowRanges range = RowRanges.builder().addSelectedRange(row, end - 1).build();
        PageReadStore pages = library().readFilteredRowGroup(block, range);
        rows = new RecordRows(pages, footer, (int) (end - row));
        row = end;
        window = Math.min(WINDOW_ROWS_MAX, window * 4);
    }

    private ParquetFileReader library() throws IOException {
        ParquetFileReader open = library;
        if (open == null) {
            open = footer.open(file, SystemColumns.RECEIVED);
            library = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (library != null) {
            try {
                library.close();
            } catch (IOException e) {
                throw new UncheckedIOException("a stream in memory cannot fail to close", e);
            }
        }
    }
}
