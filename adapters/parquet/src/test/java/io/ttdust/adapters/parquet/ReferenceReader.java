package io.ttdust.adapters.parquet;

import io.ttdust.adapters.parquet.file.StoredInput;
import io.ttdust.adapters.parquet.file.ZstdCodecs;
import io.ttdust.application.port.storage.BytesObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/// parquet-java's own reader of whole rows, which knows nothing of how the files are made.
final class ReferenceReader {

    private ReferenceReader() {}

    static List<Group> rows(BytesObject file) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new Builder(file)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdCodecs())
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static final class Builder extends ParquetReader.Builder<Group> {

        Builder(BytesObject file) {
            super(new StoredInput(file), new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
