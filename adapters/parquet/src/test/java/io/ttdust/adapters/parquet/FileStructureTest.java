package io.ttdust.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.parquet.file.StoredInput;
import io.ttdust.adapters.parquet.file.ZstdCodecs;
import io.ttdust.application.port.storage.BytesObject;
import io.ttdust.domain.id.RecordId;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.BoundaryOrder;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

/// What stands in a file beside the values, as parquet-java's own reader finds it.
class FileStructureTest {

    private static final String SCHEMA =
            "{\"properties\":{\"n\":{\"type\":\"integer\"},\"a.b\":{\"type\":\"string\"},\"n_\":{\"type\":\"array\"}}}";

    private static BytesObject file(int rows) {
        return TestFiles.file(
                SCHEMA,
                IntStream.range(0, rows)
                        .mapToObj("{\"n\":%d,\"a.b\":\"x\"}"::formatted)
                        .toList());
    }

    private static ParquetFileReader open(BytesObject file) throws Exception {
        return ParquetFileReader.open(
                new StoredInput(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdCodecs())
                        .build());
    }

    @Test
    void theMetadataTellWhatIsInTheFile() throws Exception {
        BytesObject file = TestFiles.file(SCHEMA, List.of("{\"n\":1}", "{\"n\":\"x\",\"a.b\":0}", "{}"));
        try (ParquetFileReader reader = open(file)) {
            assertThat(reader.getFileMetaData().getKeyValueMetaData())
                    .containsEntry("ttdust.format", "1")
                    .containsEntry("ttdust.writer", "ttdust test")
                    .containsEntry("ttdust.stream.id", TestFiles.STREAM.toString())
                    .containsEntry("ttdust.stream.name", "quakes")
                    .containsEntry("ttdust.partition", "3")
                    .containsEntry("ttdust.schema.id", "sch_01900000-0000-7000-8000-000000000003")
                    .containsEntry("ttdust.schema.version", "7")
                    .containsEntry("ttdust.offset.first", "1000")
                    .containsEntry("ttdust.offset.last", "1002")
                    .containsEntry("ttdust.count", "3")
                    .containsEntry("ttdust.untyped", "2")
                    .containsEntry("ttdust.columns", "{\"n\":\"/n\",\"a_b\":\"/a.b\"}");
        }
    }

    @Test
    void rowGroupsHaveManyRowsAndZstdAndIndexes() throws Exception {
        try (ParquetFileReader reader = open(file(130_000))) {
            assertThat(reader.getRowGroups())
                    .extracting(BlockMetaData::getRowCount)
                    .containsExactly(120L * 1024, 130_000L - 120 * 1024);
            for (BlockMetaData group : reader.getRowGroups()) {
                for (ColumnChunkMetaData column : group.getColumns()) {
                    assertThat(column.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
                    assertThat(reader.readOffsetIndex(column)).as("%s", column).isNotNull();
                }
                for (String sorted : List.of("_offset", "_ingested_at", "_record_id")) {
                    assertThat(reader.readColumnIndex(column(group, sorted)).getBoundaryOrder())
                            .isEqualTo(BoundaryOrder.ASCENDING);
                }
                assertThat(reader.readColumnIndex(column(group, "n"))).isNotNull();
            }
        }
    }

    private static ColumnChunkMetaData column(BlockMetaData group, String name) {
        return group.getColumns().stream()
                .filter(column -> column.getPath().toDotString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBloomFilterKnowsTheRecordIdsAndIsAsLargeAsItMustBe() throws Exception {
        int rows = 2000;
        int tag = TestFiles.STREAM.tag();
        try (ParquetFileReader reader = open(file(rows))) {
            ColumnChunkMetaData ids = column(reader.getRowGroups().getFirst(), "_record_id");
            BloomFilter filter = reader.readBloomFilter(ids);
            assertThat(filter.getBitsetSize()).isBetween(rows, 4 * rows);
            int wrong = 0;
            for (int i = 0; i < rows; i++) {
                long micros = TestFiles.NOON + i / 10;
                RecordId id = RecordId.of(tag, TestFiles.PARTITION, TestFiles.FIRST_OFFSET + i, micros);
                assertThat(filter.findHash(filter.hash(Binary.fromString(id.toString()))))
                        .isTrue();
                RecordId other = RecordId.of(tag, 9, i, micros);
                wrong += filter.findHash(filter.hash(Binary.fromString(other.toString()))) ? 1 : 0;
            }
            assertThat(wrong).isLessThan(rows / 20);
        }
        try (ParquetFileReader reader = open(file(1))) {
            ColumnChunkMetaData ids = column(reader.getRowGroups().getFirst(), "_record_id");
            assertThat(reader.readBloomFilter(ids).getBitsetSize()).isEqualTo(32);
        }
    }

    @Test
    void theOrderOfTheRowsIsDeclared() throws Exception {
        byte[] bytes = file(10).bytes();
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        FileMetaData footer = Util.readFileMetaData(
                new ByteArrayInputStream(Arrays.copyOfRange(bytes, bytes.length - 8 - length, bytes.length - 8)));

        assertThat(footer.getRow_groups())
                .allSatisfy(group -> assertThat(group.getSorting_columns())
                        .containsExactly(new SortingColumn(3, false, false), new SortingColumn(2, false, false)));
    }

    @Test
    void filesOfTheSameRecordsAreEqual() {
        assertThat(file(500).bytes()).isEqualTo(file(500).bytes());
    }
}
