package io.ttdust.benchmarks.parquet;

import io.ttdust.adapters.parquet.file.MemoryFile;
import io.ttdust.adapters.parquet.file.ZstdCodecs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Rows whose values are objects already, written by the library as it comes: no JSON, no thoughts about columns.
final class ReadyRows {

    private final MessageType type;
    private final List<@Nullable Object[]> rows;

    /// Rows of that type: of each an array with a value, an array of its own or null per field.
    ReadyRows(MessageType type, List<@Nullable Object[]> rows) {
        this.type = type;
        this.rows = rows;
    }

    /// Writes all rows into memory.
    ///
    /// @return size of the file in bytes
    long write() throws IOException {
        try (MemoryFile file = new MemoryFile(new HeapByteBufferAllocator())) {
            write(file);
            return file.size();
        }
    }

    private void write(MemoryFile file) throws IOException {
        try (ParquetWriter<@Nullable Object[]> writer = new Builder(file, type)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriterVersion(WriterVersion.PARQUET_2_0)
                .withRowGroupRowCountLimit(120 * 1024)
                .build()) {
            for (@Nullable Object[] row : rows) {
                writer.write(row);
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {

        private final MessageType type;

        Builder(MemoryFile file, MessageType type) {
            super(file);
            this.type = type;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<@Nullable Object[]> getWriteSupport(org.apache.hadoop.conf.Configuration unused) {
            return new Rows(type);
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration unused) {
            return new Rows(type);
        }
    }

    private static final class Rows extends WriteSupport<@Nullable Object[]> {

        private final MessageType type;
        private @Nullable RecordConsumer consumer;

        Rows(MessageType type) {
            this.type = type;
        }

        @Override
        @Deprecated
        public WriteContext init(org.apache.hadoop.conf.Configuration unused) {
            return new WriteContext(type, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration unused) {
            return new WriteContext(type, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(@Nullable Object[] row) {
            RecordConsumer into = consumer;
            if (into == null) {
                throw new IllegalStateException("not prepared");
            }
            into.startMessage();
            fields(type, row, into);
            into.endMessage();
        }

        private static void fields(GroupType group, @Nullable Object[] values, RecordConsumer into) {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                if (value != null) {
                    Type field = group.getType(i);
                    into.startField(field.getName(), i);
                    add(field, value, into);
                    into.endField(field.getName(), i);
                }
            }
        }

        private static void add(Type field, Object value, RecordConsumer into) {
            switch (value) {
                case Integer number -> into.addInteger(number);
                case Long number -> into.addLong(number);
                case Double number -> into.addDouble(number);
                case Boolean truth -> into.addBoolean(truth);
                case Binary bytes -> into.addBinary(bytes);
                case Object[] members -> {
                    into.startGroup();
                    fields(field.asGroupType(), members, into);
                    into.endGroup();
                }
                default -> throw new IllegalArgumentException("no column holds " + value);
            }
        }
    }
}
