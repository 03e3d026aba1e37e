package io.ttdust.adapters.parquet.read;

import io.ttdust.adapters.parquet.layout.SystemColumns;
import java.io.IOException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.jspecify.annotations.Nullable;

/// Where in a row group its payloads lie, page by page: by far the most of what is read of most rows.
final class PayloadPages {

    /// Null where all of the payloads together are no more than may be read at once.
    private final @Nullable OffsetIndex index;

    private final long rows;
    private final long bytesMax;

    private PayloadPages(@Nullable OffsetIndex index, long rows, long bytesMax) {
        this.index = index;
        this.rows = rows;
        this.bytesMax = bytesMax;
    }

    /// @param file that the row group lies in
    /// @param bytesMax compressed bytes that may be read at once
    static PayloadPages of(ParquetFileReader file, BlockMetaData group, long bytesMax) throws IOException {
        for (ColumnChunkMetaData chunk : group.getColumns()) {
            if (chunk.getPath().toDotString().equals(SystemColumns.PAYLOAD)) {
                OffsetIndex index = chunk.getTotalSize() <= bytesMax ? null : file.readOffsetIndex(chunk);
                return new PayloadPages(index, group.getRowCount(), bytesMax);
            }
        }
        throw new IllegalStateException("there is no column " + SystemColumns.PAYLOAD);
    }

    /// Up to which row can be read from `row` on for the bytes that may be read at once, and at least to the end of
    /// its page, which is read in any case. Pages, not payloads, are counted: a few long payloads among many short
    /// ones are far from what they are on average.
    long end(long row) {
        OffsetIndex pages = index;
        if (pages == null) {
            return rows;
        }
        int page = 0;
        while (end(pages, page) <= row) {
            page++;
        }
        long bytes = pages.getCompressedPageSize(page);
        while (end(pages, page) < rows && bytes + pages.getCompressedPageSize(page + 1) <= bytesMax) {
            page++;
            bytes += pages.getCompressedPageSize(page);
        }
        return end(pages, page);
    }

    private long end(OffsetIndex pages, int page) {
        return pages.getLastRowIndex(page, rows) + 1;
    }
}
