package io.ttdust.adapters.parquet.read;

import io.ttdust.adapters.parquet.layout.SystemColumns;
import java.io.IOException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;

/// Where in a row group its payloads lie, page by page: by far the most of what is read of most rows.
final class PayloadPages {

    private final OffsetIndex pages;
    private final long rows;

    private PayloadPages(OffsetIndex pages, long rows) {
        this.pages = pages;
        this.rows = rows;
    }

    /// @param file that the row group lies in
    static PayloadPages of(ParquetFileReader file, BlockMetaData group) throws IOException {
        for (ColumnChunkMetaData chunk : group.getColumns()) {
            if (chunk.getPath().toDotString().equals(SystemColumns.PAYLOAD)) {
                return new PayloadPages(file.readOffsetIndex(chunk), group.getRowCount());
            }
        }
        throw new IllegalStateException("there is no column " + SystemColumns.PAYLOAD);
    }

    /// Up to which row can be read from `row` on for `bytesMax` compressed bytes, and at least to the end of its
    /// page, which is read in any case. Pages, not payloads, are counted: a few long payloads among many short
    /// ones are far from what they are on average.
    long end(long row, long bytesMax) {
        int page = 0;
        while (end(page) <= row) {
            page++;
        }
        long bytes = pages.getCompressedPageSize(page);
        while (end(page) < rows && bytes + pages.getCompressedPageSize(page + 1) <= bytesMax) {
            page++;
            bytes += pages.getCompressedPageSize(page);
        }
        return end(page);
    }

    private long end(int page) {
        return pages.getLastRowIndex(page, rows) + 1;
    }
}
