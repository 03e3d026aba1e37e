package io.ttdust.benchmarks.parquet;

import io.ttdust.adapters.parquet.file.StoredInput;
import io.ttdust.adapters.parquet.file.ZstdCodecs;
import io.ttdust.application.port.storage.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Turns a file into rows of objects, so that both writers are given the very same values.
final class ReadyRowsOfFile {

    private ReadyRowsOfFile() {}

    static ReadyRows of(StoredObject file) throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new Builder(file)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdCodecs())
                .build()) {
            GroupType type = new MessageType("record");
            for (Group row = reader.read(); row != null; row = reader.read()) {
                type = row.getType();
                rows.add(values(row));
            }
            return new ReadyRows(new MessageType("record", type.getFields()), rows);
        }
    }

    private static @Nullable Object[] values(Group group) {
        @Nullable Object[] values = new @Nullable Object[group.getType().getFieldCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = group.getFieldRepetitionCount(i) == 0 ? null : value(group, i);
        }
        return values;
    }

    private static Object value(Group group, int field) {
        Type type = group.getType().getType(field);
        if (!type.isPrimitive()) {
            return values(group.getGroup(field, 0));
        }
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> group.getInteger(field, 0);
            case INT64 -> group.getLong(field, 0);
            case DOUBLE -> group.getDouble(field, 0);
            case BOOLEAN -> group.getBoolean(field, 0);
            case BINARY -> group.getBinary(field, 0).copy();
            case FIXED_LEN_BYTE_ARRAY, FLOAT, INT96 -> throw new IllegalArgumentException("no column is of " + type);
        };
    }

    private static final class Builder extends ParquetReader.Builder<Group> {

        Builder(StoredObject file) {
            super(new StoredInput(file), new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
