package io.ttdust.adapters.parquet.write;

import io.ttdust.adapters.parquet.layout.SystemColumns;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.FixedLenByteArrayPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.jspecify.annotations.Nullable;

/// How each column's values are encoded before they are compressed.
///
/// Texts of typed columns try a dictionary, which pays for the few words most columns consist of, and give it up
/// when it does not. System columns never do: what a dictionary's header says of its size is under no checksum,
/// and readers allocate by it.
final class Encodings implements ValuesWriterFactory {

    private @Nullable ParquetProperties properties;

    @Override
    public void initialize(ParquetProperties parquetProperties) {
        properties = parquetProperties;
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
        if (properties == null) {
            throw new IllegalStateException("the factory was not initialized");
        }
        int slab = properties.getInitialSlabSize();
        int page = properties.getPageSizeThreshold();
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> new DeltaBinaryPackingValuesWriterForInteger(slab, page, properties.getAllocator());
            case INT64 -> new DeltaBinaryPackingValuesWriterForLong(slab, page, properties.getAllocator());
            case DOUBLE -> new PlainValuesWriter(slab, page, properties.getAllocator());
            case BOOLEAN -> new RunLengthBitPackingHybridValuesWriter(1, slab, page, properties.getAllocator());
            case FIXED_LEN_BYTE_ARRAY ->
                new FixedLenByteArrayPlainValuesWriter(
                        column.getPrimitiveType().getTypeLength(), slab, page, properties.getAllocator());
            case BINARY -> bytes(column, properties, slab, page);
            case FLOAT, INT96 -> throw new IllegalArgumentException("no column has such a type: " + column);
        };
    }

    private static ValuesWriter bytes(ColumnDescriptor column, ParquetProperties properties, int slab, int page) {
        String name = column.getPath()[0];
        if (name.equals(SystemColumns.RECORD_ID)) {
            return new DeltaByteArrayWriter(slab, page, properties.getAllocator());
        }
        ValuesWriter plain = new DeltaLengthByteArrayValuesWriter(slab, page, properties.getAllocator());
        return SystemColumns.isSystem(name)
                ? plain
                : FallbackValuesWriter.of(
                        new PlainBinaryDictionaryValuesWriter(
                                properties.getDictionaryPageSizeThreshold(),
                                Encoding.RLE_DICTIONARY,
                                Encoding.PLAIN,
                                properties.getAllocator()),
                        plain);
    }
}
