package io.ttdust.adapters.parquet.write;

import io.ttdust.adapters.parquet.file.ZstdCodecs;
import io.ttdust.adapters.parquet.layout.Layout;
import io.ttdust.adapters.parquet.layout.SystemColumns;
import io.ttdust.adapters.parquet.layout.TypedNode;
import io.ttdust.adapters.parquet.shred.TypedRows;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/// The rows of a file that go into its next row group. Used by one thread.
///
/// Values go straight to the library's column writers, a column of some hundred rows at a time, not row by row. How
/// large the pages have become it looks up for all columns of a store at once, which is too dear for every row. For
/// payloads it must be done nevertheless, lest long ones share a page, as a reader takes no less than a page; so
/// they have a store of their own.
final class RowGroup implements AutoCloseable {

    private static final double BLOOM_FALSE_POSITIVES = 0.01;
    private static final int BLOOM_BYTES_MAX = 1 << 20;
    private static final int ID_BYTES = 40;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// Only for its hash function.
    private static final BloomFilter HASH = new BlockSplitBloomFilter(BlockSplitBloomFilter.LOWER_BOUND_BYTES);

    private final Layout layout;
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    private final ColumnWriteStore payloads;
    private final ColumnWriter recordId;
    private final ColumnWriter partition;
    private final ColumnWriter offset;
    private final ColumnWriter ingestedAt;
    private final ColumnWriter eventTime;
    private final ColumnWriter schemaVersion;
    private final ColumnWriter partitionKey;
    private final ColumnWriter metadataKey;
    private final ColumnWriter metadataValue;
    private final ColumnWriter untyped;
    private final ColumnWriter payload;
    private final ColumnWriter[] typed;
    private final byte[] id = "rec_00000000-0000-0000-0000-000000000000".getBytes(StandardCharsets.US_ASCII);
    private long[] idHashes = new long[TypedRows.ROWS_MAX];
    private int rows;
    private long payloadBytes;
    private long untypedCount;

    RowGroup(Layout layout, ParquetProperties properties, ZstdCodecs.Compressor compressor) {
        this.layout = layout;
        pages = ColumnChunkPageWriteStore.builder()
                .withCompressorProvider(_ -> compressor)
                .withSchema(layout.type())
                .withAllocator(properties.getAllocator())
                .withColumnIndexTruncateLength(properties.getColumnIndexTruncateLength())
                .withPageWriteChecksumEnabled(properties.getPageWriteChecksumEnabled())
                .build();
        store = properties.newColumnWriteStore(columns(name -> !name.equals(SystemColumns.PAYLOAD)), pages, pages);
        payloads = checkedEachRow(properties)
                .newColumnWriteStore(columns(name -> name.equals(SystemColumns.PAYLOAD)), pages, pages);
        recordId = writer(store, SystemColumns.RECORD_ID);
        partition = writer(store, SystemColumns.PARTITION);
        offset = writer(store, SystemColumns.OFFSET);
        ingestedAt = writer(store, SystemColumns.INGESTED_AT);
        eventTime = writer(store, SystemColumns.EVENT_TIME);
        schemaVersion = writer(store, SystemColumns.SCHEMA_VERSION);
        partitionKey = writer(store, SystemColumns.PARTITION_KEY);
        metadataKey = writer(store, SystemColumns.METADATA, "key_value", "key");
        metadataValue = writer(store, SystemColumns.METADATA, "key_value", "value");
        untyped = writer(store, SystemColumns.UNTYPED, "list", "element");
        payload = writer(payloads, SystemColumns.PAYLOAD);
        List<ColumnDescriptor> columns = layout.type().getColumns();
        typed = columns.subList(columns.size() - layout.leaves().size(), columns.size()).stream()
                .map(store::getColumnWriter)
                .toArray(ColumnWriter[]::new);
    }

    /// The columns of the file whose names `kept` takes.
    private MessageType columns(Predicate<String> kept) {
        return new MessageType(
                layout.type().getName(),
                layout.type().getFields().stream()
                        .filter(field -> kept.test(field.getName()))
                        .toList());
    }

    private static ParquetProperties checkedEachRow(ParquetProperties properties) {
        return ParquetProperties.copy(properties)
                .withValuesWriterFactory(new Encodings())
                .withMinRowCountForPageSizeCheck(1)
                .estimateRowCountForPageSizeCheck(false)
                .build();
    }

    private ColumnWriter writer(ColumnWriteStore columns, String... path) {
        return columns.getColumnWriter(layout.type().getColumnDescription(path));
    }

    int rows() {
        return rows;
    }

    /// Sum of the payloads' lengths.
    long payloadBytes() {
        return payloadBytes;
    }

    /// Values that did not fit their columns.
    long untypedCount() {
        return untypedCount;
    }

    /// Memory taken, about, in bytes.
    long allocatedBytes() {
        return store.getAllocatedSize() + payloads.getAllocatedSize() + (long) idHashes.length * Long.BYTES;
    }

    /// Adds the records of `batch` from `from` on, whose values `values` has, row by row.
    void add(LoggedBatch batch, int from, TypedRows values, int streamTag) {
        int count = values.rows();
        if (idHashes.length - rows < count) {
            idHashes = Arrays.copyOf(idHashes, Math.max(rows + count, idHashes.length * 2));
        }
        addIds(batch, from, count, streamTag);
        for (int i = 0; i < count; i++) {
            partition.write(batch.partition(), 0, 0);
            offset.write(batch.firstOffset() + from + i, 0, 0);
            ingestedAt.write(batch.receiveMicros(), 0, 0);
            schemaVersion.write(batch.schemaVersion(), 0, 0);
        }
        addAttributes(batch.records(), from, count);
        addUntyped(values);
        addPayloads(batch.records(), from, count);
        for (int leaf = 0; leaf < typed.length; leaf++) {
            addTyped(
                    layout.leaves().get(leaf),
                    typed[leaf],
                    values,
                    batch.records().bytes());
        }
        // The pages' sizes are looked at here, so all columns of the store must have their values.
        for (int i = 0; i < count; i++) {
            store.endRecord();
        }
        rows += count;
    }

    private void addIds(LoggedBatch batch, int from, int count, int streamTag) {
        for (int i = 0; i < count; i++) {
            RecordId one =
                    RecordId.of(streamTag, batch.partition(), batch.firstOffset() + from + i, batch.receiveMicros());
            long high = one.uuid().getMostSignificantBits();
            long low = one.uuid().getLeastSignificantBits();
            hex(high >>> 32, 8, 4);
            hex(high >>> 16, 4, 13);
            hex(high, 4, 18);
            hex(low >>> 48, 4, 23);
            hex(low, 12, 28);
            Binary bytes = Binary.fromReusedByteArray(id, 0, ID_BYTES);
            recordId.write(bytes, 0, 0);
            idHashes[rows + i] = HASH.hash(bytes);
        }
    }

    private void hex(long value, int digits, int at) {
        for (int i = 0; i < digits; i++) {
            id[at + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 15];
        }
    }

    private void addAttributes(RecordBatch records, int from, int count) {
        for (int i = 0; i < count; i++) {
            RecordAttributes own = records.attributes(from + i);
            if (own.eventTimeMicros() == RecordAttributes.NO_EVENT_TIME) {
                eventTime.writeNull(0, 0);
            } else {
                eventTime.write(own.eventTimeMicros(), 0, 1);
            }
            String key = own.partitionKey();
            if (key == null) {
                partitionKey.writeNull(0, 0);
            } else {
                partitionKey.write(utf8(key), 0, 1);
            }
            addMetadata(own.metadata());
        }
    }

    /// Sorted, as a map's order is another in every process, and files of the same records should be equal.
    private void addMetadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            metadataKey.writeNull(0, 0);
            metadataValue.writeNull(0, 0);
            return;
        }
        int repetition = 0;
        for (Map.Entry<String, String> pair : new TreeMap<>(metadata).entrySet()) {
            metadataKey.write(utf8(pair.getKey()), repetition, 2);
            metadataValue.write(utf8(pair.getValue()), repetition, 2);
            repetition = 1;
        }
    }

    private static Binary utf8(String text) {
        return Binary.fromReusedByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private void addUntyped(TypedRows values) {
        int next = 0;
        for (int row = 0; row < values.rows(); row++) {
            int end = values.untypedEnd(row);
            if (next == end) {
                untyped.writeNull(0, 0);
                continue;
            }
            untypedCount += end - next;
            for (int repetition = 0; next < end; repetition = 1) {
                untyped.write(values.untyped(next++), repetition, 2);
            }
        }
    }

    private void addPayloads(RecordBatch records, int from, int count) {
        for (int i = from; i < from + count; i++) {
            payload.write(Binary.fromReusedByteArray(records.bytes(), records.start(i), records.length(i)), 0, 0);
            payloads.endRecord();
            payloadBytes += records.length(i);
        }
    }

    private static void addTyped(TypedNode.Leaf leaf, ColumnWriter writer, TypedRows rows, byte[] payloads) {
        byte[] levels = rows.levels(leaf.leaf());
        long[] values = rows.values(leaf.leaf());
        int there = leaf.level();
        for (int row = 0; row < rows.rows(); row++) {
            if (levels[row] != there) {
                writer.writeNull(0, levels[row]);
                continue;
            }
            long value = values[row];
            switch (leaf.kind()) {
                case LONG, TIMESTAMP -> writer.write(value, 0, there);
                case DOUBLE -> writer.write(Double.longBitsToDouble(value), 0, there);
                case BOOLEAN -> writer.write(value != 0, 0, there);
                case DATE -> writer.write((int) value, 0, there);
                case STRING, UUID -> writer.write(bytes(value, payloads, rows.scratch()), 0, there);
            }
        }
    }

    private static Binary bytes(long place, byte[] payloads, byte[] scratch) {
        int start = (int) (place >> 32);
        int length = (int) place;
        return start >= 0
                ? Binary.fromReusedByteArray(payloads, start, length)
                : Binary.fromReusedByteArray(scratch, -1 - start, length);
    }

    /// Writes the row group to the file.
    void writeTo(ParquetFileWriter file) throws IOException {
        file.startBlock(rows);
        store.flush();
        payloads.flush();
        pages.flushToFileWriter(file);
        file.addBloomFilter(SystemColumns.RECORD_ID, bloomFilter());
        file.endBlock();
    }

    /// Made at the end, when it is known how many ids it must hold.
    private BloomFilter bloomFilter() {
        int bits = BlockSplitBloomFilter.optimalNumOfBits(rows, BLOOM_FALSE_POSITIVES);
        BloomFilter filter = new BlockSplitBloomFilter(bits / Byte.SIZE, BLOOM_BYTES_MAX);
        for (int i = 0; i < rows; i++) {
            filter.insertHash(idHashes[i]);
        }
        return filter;
    }

    @Override
    public void close() {
        store.close();
        payloads.close();
        pages.close();
    }
}
