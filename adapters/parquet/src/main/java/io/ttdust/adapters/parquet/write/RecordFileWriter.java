package io.ttdust.adapters.parquet.write;

import io.ttdust.adapters.parquet.file.FileTraits;
import io.ttdust.adapters.parquet.file.FooterSeal;
import io.ttdust.adapters.parquet.file.MemoryFile;
import io.ttdust.adapters.parquet.file.ZstdCodecs;
import io.ttdust.adapters.parquet.layout.Layout;
import io.ttdust.adapters.parquet.layout.SystemColumns;
import io.ttdust.adapters.parquet.shred.PayloadShredder;
import io.ttdust.adapters.parquet.shred.TypedRows;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.application.port.storage.ColumnFileWriter;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/// Writes one file; see `FORMAT.md`. Used by one thread.
public final class RecordFileWriter implements ColumnFileWriter {

    /// A multiple of 2048, the vectors DuckDB reads a row group in.
    static final int ROW_GROUP_ROWS = 120 * 1024;

    static final long ROW_GROUP_PAYLOAD_BYTES = 128L << 20;

    /// A key look-up unpacks one page of each column.
    private static final int PAGE_BYTES = 256 << 10;

    private static final int PAGE_ROWS = 20_480;

    /// Texts that make a larger dictionary do not repeat enough to be worth looking each of them up.
    private static final int DICTIONARY_BYTES = 128 << 10;

    /// Payload bytes taken apart before the pages' sizes are looked at again.
    private static final int CHUNK_BYTES = 1 << 20;

    /// Longer ones are cut in statistics, lest a file's footer grows with its values.
    private static final int STATISTICS_BYTES = 64;

    private static final ParquetProperties PROPERTIES = ParquetProperties.builder()
            .withWriterVersion(WriterVersion.PARQUET_2_0)
            .withPageSize(PAGE_BYTES)
            .withDictionaryPageSize(DICTIONARY_BYTES)
            .withPageRowCountLimit(PAGE_ROWS)
            .withMinRowCountForPageSizeCheck(16)
            .withMaxRowCountForPageSizeCheck(TypedRows.ROWS_MAX)
            .withColumnIndexTruncateLength(STATISTICS_BYTES)
            .withStatisticsTruncateLength(STATISTICS_BYTES)
            .withStatisticsEnabled(SystemColumns.PAYLOAD, false)
            .withSizeStatisticsEnabled(SystemColumns.PAYLOAD, false)
            .withPageWriteChecksumEnabled(true)
            .build();

    private final ColumnFileOrigin origin;
    private final String writerName;
    private final Layout layout;
    private final int streamTag;
    private final ByteBufferAllocator memory;
    private final MemoryFile file;
    private final ZstdCodecs.Compressor compressor = new ZstdCodecs().getCompressor(CompressionCodecName.ZSTD);
    private @Nullable Maker maker;
    private @Nullable RowGroup group;
    private @Nullable LoggedBatch last;
    private long firstOffset;
    private long untypedCount;

    /// Set while something may fail halfway. Nobody knows then which memory the library has given back already, so
    /// all of it is left to the collector: what is given back twice would be two files' at once.
    private boolean broken;

    /// What is needed until the file is finished, and no longer: a finished one may wait for hundreds of others.
    private record Maker(ParquetFileWriter out, TypedRows values, PayloadShredder shredder) {}

    /// Starts a file of no records.
    ///
    /// @param writerName what wrote the file, for its metadata
    /// @param memory what the file is made in
    public RecordFileWriter(ColumnFileOrigin origin, Layout layout, String writerName, ByteBufferAllocator memory) {
        this.origin = origin;
        this.writerName = writerName;
        this.layout = layout;
        this.memory = memory;
        this.file = new MemoryFile(memory);
        this.streamTag = origin.stream().tag();
        try {
            ParquetFileWriter out = new ParquetFileWriter(
                    file, layout.type(), ParquetFileWriter.Mode.CREATE, Long.MAX_VALUE, 0, null, properties());
            out.start();
            TypedRows values = new TypedRows(layout);
            this.maker = new Maker(out, values, new PayloadShredder(layout, values));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private ParquetProperties properties() {
        return ParquetProperties.copy(PROPERTIES)
                .withAllocator(memory)
                .withValuesWriterFactory(new Encodings())
                .build();
    }

    private StorageException failed(IOException cause) {
        return new StorageException(
                "partition %d of %s could not be written as Parquet".formatted(origin.partition(), origin.name()),
                cause);
    }

    @Override
    public void add(LoggedBatch batch) {
        Maker making = making();
        require(batch);
        broken = true;
        addAll(batch, making);
        broken = false;
    }

    private void addAll(LoggedBatch batch, Maker making) {
        TypedRows values = making.values();
        RecordBatch records = batch.records();
        int from = 0;
        while (from < records.size()) {
            values.clear();
            RowGroup open = group();
            int room = Math.min(TypedRows.ROWS_MAX, ROW_GROUP_ROWS - open.rows());
            int next = from;
            int bytes = 0;
            while (next < records.size() && next - from < room && bytes < CHUNK_BYTES) {
                int start = records.start(next);
                making.shredder().add(records.bytes(), start, start + records.length(next));
                bytes += records.length(next);
                next++;
            }
            open.add(batch, from, values, streamTag);
            from = next;
            if (open.rows() >= ROW_GROUP_ROWS || open.payloadBytes() >= ROW_GROUP_PAYLOAD_BYTES) {
                endGroup(open, making);
            }
        }
        if (records.size() > 0) {
            firstOffset = last == null ? batch.firstOffset() : firstOffset;
            last = batch;
        }
    }

    private void require(LoggedBatch batch) {
        if (!batch.stream().equals(origin.stream()) || batch.partition() != origin.partition()) {
            throw new IllegalArgumentException("partition %d of %s does not belong to partition %d of %s"
                    .formatted(batch.partition(), batch.stream(), origin.partition(), origin.stream()));
        }
        if (last != null && (batch.firstOffset() != last.endOffset() || batch.receiveMicros() < last.receiveMicros())) {
            throw new IllegalArgumentException("offset %d received at %d does not follow %d received at %d"
                    .formatted(batch.firstOffset(), batch.receiveMicros(), last.endOffset() - 1, last.receiveMicros()));
        }
    }

    private Maker making() {
        if (maker == null) {
            throw new IllegalStateException("the file is finished");
        }
        return maker;
    }

    private RowGroup group() {
        RowGroup open = group;
        if (open == null) {
            open = new RowGroup(layout, properties(), compressor);
            group = open;
        }
        return open;
    }

    private void endGroup(RowGroup full, Maker making) {
        try {
            full.writeTo(making.out());
        } catch (IOException e) {
            throw failed(e);
        }
        untypedCount += full.untypedCount();
        group = null;
        full.close();
    }

    @Override
    public long bufferedBytes() {
        return file.allocatedBytes()
                + (maker == null ? 0 : maker.values().bytes())
                + compressor.allocatedBytes()
                + (group == null ? 0 : group.allocatedBytes());
    }

    @Override
    public List<ByteBuffer> finish() {
        Maker making = making();
        LoggedBatch end = last;
        if (end == null) {
            throw new IllegalStateException("no record was added");
        }
        maker = null;
        broken = true;
        if (group != null) {
            endGroup(group, making);
        }
        try {
            making.out().end(metadata(end.endOffset() - firstOffset));
            FooterSeal.put(file, layout.type());
        } catch (IOException e) {
            throw failed(e);
        }
        compressor.release();
        last = null;
        broken = false;
        return file.parts();
    }

    private Map<String, String> metadata(long rows) {
        Map<String, String> metadata =
                new FileTraits(origin.stream().toString(), origin.partition(), firstOffset, rows).metadata();
        metadata.put("ttdust.stream.name", origin.name().value());
        metadata.put("ttdust.schema.id", origin.schema().schemaId().toString());
        metadata.put("ttdust.schema.version", Integer.toString(origin.schema().version()));
        metadata.put("ttdust.untyped", Long.toString(untypedCount));
        metadata.put("ttdust.columns", ColumnPointers.json(layout.pointers()));
        metadata.put("ttdust.writer", writerName);
        return metadata;
    }

    @Override
    public void close() {
        maker = null;
        RowGroup open = group;
        group = null;
        try {
            if (!broken) {
                if (open != null) {
                    open.close();
                }
                file.close();
            }
        } finally {
            compressor.release();
        }
    }
}
