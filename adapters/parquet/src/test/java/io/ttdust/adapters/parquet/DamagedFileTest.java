package io.ttdust.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.BytesObject;
import io.ttdust.domain.record.LoggedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with wrong bytes in them: what is read from them is right, or they are refused; never more memory than the
/// file deserves.
@Timeout(120)
class DamagedFileTest {

    private static final String SCHEMA =
            "{\"properties\":{\"n\":{\"type\":\"integer\"},\"s\":{\"type\":\"string\"},\"d\":{\"type\":\"number\"}}}";

    private static BytesObject file(int rows) {
        Random random = new Random(4);
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            payloads.add("{\"n\":%d,\"s\":\"%x\",\"d\":%s}".formatted(i, random.nextLong(), random.nextDouble()));
        }
        return TestFiles.file(SCHEMA, payloads);
    }

    /// The records of `bytes` up to where they cannot be read any further.
    private static List<LoggedBatch> read(byte[] bytes) {
        List<LoggedBatch> batches = new ArrayList<>();
        try {
            new ParquetColumnFileFormat("ttdust test")
                    .read(
                            new BytesObject(TestFiles.KEY, bytes),
                            TestFiles.STREAM,
                            TestFiles.PARTITION,
                            0,
                            0,
                            batches::add);
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining(TestFiles.KEY);
            return batches;
        }
        return batches;
    }

    private static List<Object> records(List<LoggedBatch> batches) {
        List<Object> records = new ArrayList<>();
        for (LoggedBatch batch : batches) {
            for (int i = 0; i < batch.records().size(); i++) {
                records.add(List.of(
                        batch.firstOffset() + i,
                        batch.receiveMicros(),
                        batch.schemaVersion(),
                        batch.records().payload(i),
                        batch.records().attributes(i)));
            }
        }
        return records;
    }

    @Test
    void everyByteOfASmallFileMayBeWrong() {
        byte[] whole = file(25).bytes();
        List<Object> right = records(read(whole));
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int bits : new int[] {0x01, 0xFF}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) bits;
                List<Object> found = records(read(damaged));
                refused += found.size() < right.size() ? 1 : 0;
                if (!found.equals(right.subList(0, found.size()))) {
                    fail("byte %d of %d, bits %x: wrong records".formatted(at, whole.length, bits));
                }
            }
        }
        assertThat(refused).isGreaterThan(whole.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void manyBytesOfALargeFileMayBeWrong(long seed) {
        byte[] whole = file(20_000).bytes();
        List<Object> right = records(read(whole));
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            int from = random.nextInt(whole.length);
            int length = 1 + random.nextInt(random.nextBoolean() ? 4 : 4000);
            byte[] noise = new byte[Math.min(length, whole.length - from)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, damaged, from, noise.length);
            List<Object> found = records(read(damaged));
            assertThat(found.equals(right.subList(0, found.size())))
                    .as("seed %d, turn %d: %d bytes from %d", seed, i, noise.length, from)
                    .isTrue();
        }
    }

    @Test
    void aTruncatedOrLengthenedFileIsRefused() {
        byte[] whole = file(300).bytes();
        for (int length = 0; length < whole.length; length += 1 + length / 50) {
            assertThat(read(Arrays.copyOf(whole, length))).isEmpty();
        }
        assertThat(read(Arrays.copyOf(whole, whole.length + 7))).isEmpty();
    }
}
