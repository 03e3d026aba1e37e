package io.ttdust.adapters.parquet.read;

import io.ttdust.adapters.parquet.layout.SystemColumns;
import io.ttdust.application.port.storage.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.schema.MessageType;

/// Finds where in a row group a receive time begins: the index names the page, and of that page only the receive
/// times are read.
final class TimeSearch {

    private static final MessageType TIMES =
            new MessageType("record", SystemColumns.RECEIVED.getType(SystemColumns.INGESTED_AT));

    private TimeSearch() {}

    /// Whether a record of the row group may have been received at `fromMicros` or later.
    static boolean mayHold(BlockMetaData group, long fromMicros) {
        return !(times(group).getStatistics().genericGetMax() instanceof Long max) || max >= fromMicros;
    }

    /// The first row of row group `block` that was received at `fromMicros` or later; the number of rows if none
    /// was.
    static long firstRow(StoredObject file, OpenedFooter footer, int block, long fromMicros) throws IOException {
        BlockMetaData group = footer.metadata().getBlocks().get(block);
        if (times(group).getStatistics().genericGetMin() instanceof Long min && min >= fromMicros) {
            return 0;
        }
        try (ParquetFileReader library = footer.open(file, TIMES)) {
            ColumnIndex index = library.readColumnIndex(times(group));
            OffsetIndex pages = library.readOffsetIndex(times(group));
            int page = 0;
            while (page < pages.getPageCount() && max(index, page) < fromMicros) {
                page++;
            }
            if (page == pages.getPageCount()) {
                return group.getRowCount();
            }
            long first = pages.getFirstRowIndex(page);
            long last = pages.getLastRowIndex(page, group.getRowCount());
            RowRanges range = RowRanges.builder().addSelectedRange(first, last).build();
            PageReadStore rows = library.readFilteredRowGroup(block, range);
            return first + earlier(RecordRows.columns(rows, footer, TIMES), fromMicros, last - first + 1);
        }
    }

    /// How many of the first `rows` receive times are before `fromMicros`.
    private static long earlier(ColumnReadStoreImpl columns, long fromMicros, long rows) {
        ColumnReader times = columns.getColumnReader(TIMES.getColumns().getFirst());
        long row = 0;
        while (row < rows && times.getLong() < fromMicros) {
            times.consume();
            row++;
        }
        return row;
    }

    private static long max(ColumnIndex index, int page) {
        ByteBuffer max = index.getMaxValues().get(page);
        return max.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static ColumnChunkMetaData times(BlockMetaData group) {
        for (ColumnChunkMetaData chunk : group.getColumns()) {
            if (chunk.getPath().toArray()[0].equals(SystemColumns.INGESTED_AT)) {
                return chunk;
            }
        }
        throw new IllegalStateException("there is no column " + SystemColumns.INGESTED_AT);
    }
}
