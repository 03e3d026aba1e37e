package io.ttdust.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.storage.BytesObject;
import io.ttdust.domain.record.LoggedBatch;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever asks for little pays little.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartialReadTest {

    private static final int ROWS = 150_000;

    private final ParquetColumnFileFormat format = new ParquetColumnFileFormat("ttdust test");
    private BytesObject file = new BytesObject("", new byte[0]);

    @BeforeAll
    void write() {
        Random random = new Random(9);
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            payloads.add("{\"n\":%d,\"s\":\"%x%x\"}".formatted(i, random.nextLong(), random.nextLong()));
        }
        file = TestFiles.file("{\"properties\":{\"n\":{\"type\":\"integer\"},\"s\":{\"type\":\"string\"}}}", payloads);
    }

    /// Offsets of the first `limit` records, which are read from `object`.
    private List<Long> read(CountedObject object, long fromOffset, long fromMicros, int limit) {
        List<Long> offsets = new ArrayList<>();
        format.read(object, TestFiles.STREAM, TestFiles.PARTITION, fromOffset, fromMicros, (LoggedBatch batch) -> {
            for (long offset = batch.firstOffset(); offset < batch.endOffset(); offset++) {
                offsets.add(offset);
            }
            return offsets.size() < limit;
        });
        return offsets;
    }

    @Test
    void aPageOfRecordsCostsAFewPagesOfTheFile() {
        CountedObject object = new CountedObject(file);
        read(object, 0, 0, 1);
        object.bytesRead();

        for (long from : new long[] {0, 1234, 70_000, 120 * 1024 - 500, 140_000, ROWS - 10}) {
            List<Long> byOffset = read(object, TestFiles.FIRST_OFFSET + from, 0, 1000);
            assertThat(byOffset.getFirst()).isEqualTo(TestFiles.FIRST_OFFSET + from);
            assertThat(object.bytesRead())
                    .as("from row %d of %d bytes", from, file.size())
                    .isLessThan(file.size() / 10);

            List<Long> byTime = read(object, 0, TestFiles.NOON + from / 10, 1000);
            assertThat(byTime.getFirst()).isEqualTo(TestFiles.FIRST_OFFSET + from / 10 * 10);
            assertThat(object.bytesRead())
                    .as("from row %d of %d bytes", from, file.size())
                    .isLessThan(file.size() / 10);
        }
    }

    /// A window of rows as long as all are on average would hold most of the eight. The short ones between them are
    /// a page each, or less, or none.
    @ParameterizedTest
    @ValueSource(ints = {4000, 100, 1})
    void aFewLongPayloadsAmongManyShortOnesAreNotReadAtOnce(int rowsApart) {
        Random random = new Random(9);
        int longBytes = 3 << 20;
        String shortOne = "{\"s\":\"%s\"}".formatted("x".repeat(60));
        List<String> payloads = new ArrayList<>(Collections.nCopies(120_000, shortOne));
        for (int i = 0; i < 8; i++) {
            byte[] noise = new byte[longBytes];
            random.nextBytes(noise);
            payloads.set(80_000 + rowsApart * i, "\"" + Base64.getEncoder().encodeToString(noise) + '"');
        }
        CountedObject object = new CountedObject(TestFiles.file("{}", payloads));
        List<Long> bytesRead = new ArrayList<>();

        format.read(object, TestFiles.STREAM, TestFiles.PARTITION, 0, 0, batch -> bytesRead.add(object.bytesRead()));

        assertThat(Collections.max(bytesRead)).isBetween((long) longBytes, 2L * longBytes);
    }

    @Test
    void whatHoldsNothingAskedForIsNotRead() {
        CountedObject object = new CountedObject(file);
        read(object, 0, 0, 1);
        object.bytesRead();

        assertThat(read(object, TestFiles.FIRST_OFFSET + ROWS, 0, 1)).isEmpty();
        assertThat(read(object, 0, TestFiles.NOON + ROWS, 1)).isEmpty();
        assertThat(object.bytesRead()).isZero();
    }

    @Test
    void typedColumnsAreNotReadForRecords() {
        CountedObject object = new CountedObject(file);

        assertThat(read(object, 0, 0, Integer.MAX_VALUE)).hasSize(ROWS).isSorted();
        assertThat(object.bytesRead()).isLessThan(file.size() * 8 / 10);
    }
}
