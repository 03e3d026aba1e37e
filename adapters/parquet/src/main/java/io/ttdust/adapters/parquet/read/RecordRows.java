package io.ttdust.adapters.parquet.read;

import io.ttdust.adapters.parquet.layout.SystemColumns;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Some rows of a row group, one after the other. Used by one thread.
final class RecordRows {

    private final ColumnReader offset;
    private final ColumnReader ingestedAt;
    private final ColumnReader eventTime;
    private final ColumnReader schemaVersion;
    private final ColumnReader partitionKey;
    private final ColumnReader metadataKey;
    private final ColumnReader metadataValue;
    private final ColumnReader payload;
    private int left;

    /// @param rows how many of `pages` are wanted
    RecordRows(PageReadStore pages, OpenedFooter footer, int rows) {
        ColumnReadStoreImpl store = columns(pages, footer, SystemColumns.RECEIVED);
        offset = column(store, SystemColumns.OFFSET);
        ingestedAt = column(store, SystemColumns.INGESTED_AT);
        eventTime = column(store, SystemColumns.EVENT_TIME);
        schemaVersion = column(store, SystemColumns.SCHEMA_VERSION);
        partitionKey = column(store, SystemColumns.PARTITION_KEY);
        metadataKey = column(store, SystemColumns.METADATA, "key_value", "key");
        metadataValue = column(store, SystemColumns.METADATA, "key_value", "value");
        payload = column(store, SystemColumns.PAYLOAD);
        left = rows;
    }

    /// The columns of `type`, to be read value by value.
    static ColumnReadStoreImpl columns(PageReadStore pages, OpenedFooter footer, MessageType type) {
        return new ColumnReadStoreImpl(
                pages,
                new Unused(type),
                type,
                footer.metadata().getFileMetaData().getCreatedBy());
    }

    private static ColumnReader column(ColumnReadStoreImpl store, String... path) {
        return store.getColumnReader(SystemColumns.RECEIVED.getColumnDescription(path));
    }

    boolean hasRow() {
        return left > 0;
    }

    long offset() {
        return offset.getLong();
    }

    long micros() {
        return ingestedAt.getLong();
    }

    int schemaVersion() {
        return schemaVersion.getInteger();
    }

    /// Goes on to the next row.
    void skip() {
        consume(eventTime);
        consume(partitionKey);
        do {
            consume(metadataKey);
            consume(metadataValue);
        } while (metadataContinues());
        payload.skip();
        payload.consume();
        advance();
    }

    /// Adds the row to `records` and goes on to the next one.
    ///
    /// @return the payload's length
    int addTo(RecordBatch.Builder records) {
        Binary bytes = payload.getBinary();
        records.add(bytes.toByteBuffer(), attributes());
        payload.consume();
        advance();
        return bytes.length();
    }

    private void advance() {
        left--;
        offset.consume();
        ingestedAt.consume();
        schemaVersion.consume();
    }

    private RecordAttributes attributes() {
        long micros = eventTime.getCurrentDefinitionLevel() == 1 ? eventTime.getLong() : RecordAttributes.NO_EVENT_TIME;
        eventTime.consume();
        String key = partitionKey.getCurrentDefinitionLevel() == 1
                ? partitionKey.getBinary().toStringUsingUTF8()
                : null;
        partitionKey.consume();
        Map<String, String> metadata = metadata();
        return key == null && metadata == null && micros == RecordAttributes.NO_EVENT_TIME
                ? RecordAttributes.NONE
                : new RecordAttributes(null, key, metadata == null ? Map.of() : metadata, micros);
    }

    private @Nullable Map<String, String> metadata() {
        if (metadataKey.getCurrentDefinitionLevel() < 2) {
            metadataKey.consume();
            metadataValue.consume();
            return null;
        }
        Map<String, String> metadata = new HashMap<>();
        do {
            metadata.put(
                    metadataKey.getBinary().toStringUsingUTF8(),
                    metadataValue.getBinary().toStringUsingUTF8());
            metadataKey.consume();
            metadataValue.consume();
        } while (metadataContinues());
        return metadata;
    }

    private boolean metadataContinues() {
        return left > 0 && metadataKey.getCurrentRepetitionLevel() == 1;
    }

    private static void consume(ColumnReader column) {
        if (column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()) {
            column.skip();
        }
        column.consume();
    }

    /// The library wants to know where values go, although they are asked for one by one.
    private static final class Unused extends GroupConverter {

        private final GroupType type;

        Unused(GroupType type) {
            this.type = type;
        }

        @Override
        public Converter getConverter(int fieldIndex) {
            Type field = type.getType(fieldIndex);
            return field.isPrimitive() ? new UnusedValue() : new Unused(field.asGroupType());
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }

    private static final class UnusedValue extends PrimitiveConverter {}
}
