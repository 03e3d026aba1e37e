package io.ttdust.adapters.parquet;

import io.ttdust.application.port.storage.BytesObject;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.application.port.storage.ColumnFileWriter;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Files for tests, all of one partition.
final class TestFiles {

    static final StreamId STREAM = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    static final int PARTITION = 3;
    static final long FIRST_OFFSET = 1000;
    static final long NOON = 1_700_000_000_000_000L;
    static final String KEY = "streams/quakes/file.parquet";

    private TestFiles() {}

    static ColumnFileOrigin origin(String definition) {
        return new ColumnFileOrigin(
                STREAM,
                new StreamName("quakes"),
                PARTITION,
                new SchemaVersion(
                        new SchemaId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0003L)),
                        new SchemaName("default", "quakes"),
                        "",
                        7,
                        definition,
                        Integer.toHexString(definition.hashCode()),
                        Instant.EPOCH));
    }

    static LoggedBatch batch(long firstOffset, long micros, List<String> payloads) {
        RecordBatch.Builder records = RecordBatch.builder(payloads.size(), 0);
        for (String payload : payloads) {
            records.add(payload.getBytes(StandardCharsets.UTF_8));
        }
        return new LoggedBatch(STREAM, PARTITION, firstOffset, micros, 7, records.build());
    }

    /// A file of `payloads`, from [#FIRST_OFFSET] on, ten to a batch and a microsecond.
    static BytesObject file(String definition, List<String> payloads) {
        ParquetColumnFileFormat format = new ParquetColumnFileFormat("ttdust test");
        try (ColumnFileWriter writer = format.create(origin(definition))) {
            for (int i = 0; i < payloads.size(); i += 10) {
                List<String> some = payloads.subList(i, Math.min(i + 10, payloads.size()));
                writer.add(batch(FIRST_OFFSET + i, NOON + i / 10, some));
            }
            return BytesObject.of(KEY, writer.finish());
        }
    }

    /// The same as a file on disk.
    static Path onDisk(Path directory, String definition, List<String> payloads) throws IOException {
        Path path = directory.resolve("p%d.parquet".formatted(PARTITION));
        Files.write(path, file(definition, payloads).bytes());
        return path;
    }
}
