package io.ttdust.application.port.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [ColumnFileFormat] promises. An adapter's test extends this and supplies the format.
@Timeout(60)
public abstract class ColumnFileFormatContract {

    protected static final StreamId CLICKS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    protected static final StreamId ORDERS = new StreamId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0002L));
    protected static final int PARTITION = 3;
    protected static final long NOON = 1_700_000_000_000_000L;

    private static final String KEY = "streams/clicks/file";
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"},\"s\":{\"type\":\"string\"}}}";

    protected abstract ColumnFileFormat format();

    @Test
    void whatIsReadIsWhatWasWrittenExceptIdempotencyKeys() {
        RecordAttributes all = new RecordAttributes(
                "key-1", "user-7", Map.of("origin", "web", "", "", "ü", "𝄞"), -62_135_596_800_000_000L);
        byte[] strange = {0, -1, 127, -128, 0};
        LoggedBatch first = new LoggedBatch(
                CLICKS,
                PARTITION,
                7,
                NOON,
                42,
                RecordBatch.builder(4, 16)
                        .add(utf8("{\"n\":1, \"s\":\"ü€𝄞\"}"), all)
                        .add(utf8("{ }"), new RecordAttributes(null, "", Map.of(), 0))
                        .add(utf8("{\"n\":\"no number\"}"), RecordAttributes.ofKey("key-2"))
                        .build());
        LoggedBatch second = new LoggedBatch(
                CLICKS,
                PARTITION,
                10,
                NOON + 1,
                42,
                RecordBatch.builder(2, 16).add(strange).add(new byte[0]).build());

        List<LoggedBatch> read = read(file(first, second), 0, Long.MIN_VALUE);

        List<Row> rows = rows(read);
        assertThat(rows).isEqualTo(rows(List.of(first, second)));
        assertThat(read).allSatisfy(batch -> {
            assertThat(batch.stream()).isEqualTo(CLICKS);
            assertThat(batch.partition()).isEqualTo(PARTITION);
        });
    }

    @Test
    void recordsComeFromTheAskedOffsetOn() {
        BytesObject file = file(batch(100, NOON, "a", "b", "c"), batch(103, NOON + 5, "d", "e"));

        assertThat(payloads(file, 0, 0)).containsExactly("a", "b", "c", "d", "e");
        assertThat(payloads(file, 100, 0)).containsExactly("a", "b", "c", "d", "e");
        assertThat(payloads(file, 102, 0)).containsExactly("c", "d", "e");
        assertThat(payloads(file, 104, 0)).containsExactly("e");
        assertThat(payloads(file, 105, 0)).isEmpty();
        assertThat(payloads(file, Long.MAX_VALUE, 0)).isEmpty();
    }

    @Test
    void recordsComeFromTheAskedReceiveTimeOn() {
        BytesObject file = file(batch(100, NOON, "a", "b", "c"), batch(103, NOON + 5, "d", "e"));

        assertThat(payloads(file, 0, NOON)).containsExactly("a", "b", "c", "d", "e");
        assertThat(payloads(file, 0, NOON + 1)).containsExactly("d", "e");
        assertThat(payloads(file, 0, NOON + 5)).containsExactly("d", "e");
        assertThat(payloads(file, 0, NOON + 6)).isEmpty();
        assertThat(payloads(file, 101, NOON)).containsExactly("b", "c", "d", "e");
        assertThat(payloads(file, 101, NOON + 2)).containsExactly("d", "e");
        assertThat(payloads(file, 104, NOON + 2)).containsExactly("e");
    }

    @Test
    void everyStartInAFileOfManyRecordsGivesTheRecordsBehindIt() {
        List<LoggedBatch> written = new ArrayList<>();
        Random random = new Random(7);
        long offset = 1000;
        long micros = NOON;
        while (offset < 40_000) {
            int size = random.nextInt(20) == 0 ? 1500 : 1 + random.nextInt(60);
            String[] payloads = new String[size];
            for (int i = 0; i < size; i++) {
                payloads[i] = "{\"n\":%d,\"s\":\"%x\"}".formatted(offset + i, random.nextLong());
            }
            written.add(batch(offset, micros, payloads));
            offset += size;
            micros += 1 + random.nextInt(1000);
        }
        BytesObject file = file(written.toArray(LoggedBatch[]::new));
        List<Row> all = rows(written);

        assertThat(rows(read(file, 0, 0))).isEqualTo(all);
        for (int i = 0; i < 25; i++) {
            int from = random.nextInt(all.size());
            assertThat(rows(read(file, all.get(from).offset(), 0))).isEqualTo(all.subList(from, all.size()));
            long fromMicros = all.get(from).micros();
            assertThat(rows(read(file, 0, fromMicros)))
                    .isEqualTo(all.stream()
                            .filter(row -> row.micros() >= fromMicros)
                            .toList());
        }
    }

    @Test
    void readingEndsWhenTheReaderHasEnough() {
        BytesObject file = file(batch(0, NOON, "a"), batch(1, NOON + 5, "b"), batch(2, NOON + 6, "c"));
        List<LoggedBatch> read = new ArrayList<>();

        format().read(file, CLICKS, PARTITION, 0, 0, batch -> {
            read.add(batch);
            return read.size() < 2;
        });

        assertThat(rows(read)).extracting(Row::offset).containsExactly(0L, 1L);
    }

    @Test
    void aRecordOfManyMegabytesIsKept() {
        byte[] large = new byte[5 << 20];
        Arrays.fill(large, (byte) 'x');
        large[0] = '"';
        large[large.length - 1] = '"';
        LoggedBatch batch = new LoggedBatch(
                CLICKS,
                PARTITION,
                0,
                NOON,
                1,
                RecordBatch.builder(3, 0)
                        .add(utf8("{}"))
                        .add(large)
                        .add(utf8("{}"))
                        .build());

        List<LoggedBatch> read = new ArrayList<>();
        for (LoggedBatch part : read(file(batch), 0, 0)) {
            for (int i = 0; i < part.records().size(); i++) {
                read.add(part);
                int at = read.size() - 1;
                assertThat(part.records().payload(i).mismatch(batch.records().payload(at)))
                        .isEqualTo(-1);
            }
        }
        assertThat(read).hasSize(3);
    }

    @Test
    void aFileOfAnotherStreamOrPartitionIsRefused() {
        BytesObject file = file(batch(0, NOON, "a"));

        assertThatThrownBy(() -> format().read(file, ORDERS, PARTITION, 0, 0, batch -> true))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(KEY);
        assertThatThrownBy(() -> format().read(file, CLICKS, PARTITION + 1, 0, 0, batch -> true))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(KEY);
    }

    @Test
    void whatIsNoWholeFileIsRefused() {
        byte[] whole = file(batch(0, NOON, "a", "b")).bytes();

        assertRefused(new byte[0]);
        assertRefused(utf8("PAR1"));
        assertRefused(utf8("{\"this\":\"is no file of columns, but a fairly long text\"}"));
        assertRefused(new byte[1000]);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 100) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    private void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> format().read(new BytesObject(KEY, bytes), CLICKS, PARTITION, 0, 0, batch -> true))
                .as("%d bytes", bytes.length)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(KEY);
    }

    @Test
    void onlyRecordsThatFollowThoseBeforeAreTaken() {
        try (ColumnFileWriter writer = format().create(origin(SCHEMA))) {
            writer.add(batch(5, NOON, "a", "b"));

            assertThatThrownBy(() -> writer.add(batch(8, NOON + 1, "c"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(batch(6, NOON + 1, "c"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(batch(7, NOON - 1, "c"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(batchOf(ORDERS, PARTITION)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.add(batchOf(CLICKS, PARTITION + 1)))
                    .isInstanceOf(IllegalArgumentException.class);

            writer.add(batch(7, NOON, "c"));
            assertThat(payloads(BytesObject.of(KEY, writer.finish()), 0, 0)).containsExactly("a", "b", "c");
        }
    }

    private static LoggedBatch batchOf(StreamId stream, int partition) {
        return new LoggedBatch(
                stream,
                partition,
                7,
                NOON,
                1,
                RecordBatch.builder(1, 0).add(utf8("c")).build());
    }

    @Test
    void afterItsEndAFileTakesNothing() {
        try (ColumnFileWriter writer = format().create(origin(SCHEMA))) {
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        }
        ColumnFileWriter writer = format().create(origin(SCHEMA));
        writer.add(batch(0, NOON, "a"));
        List<ByteBuffer> parts = writer.finish();

        assertThatThrownBy(() -> writer.add(batch(1, NOON, "b"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        assertThat(payloads(BytesObject.of(KEY, parts), 0, 0)).containsExactly("a");
        writer.close();
        writer.close();
        assertThatThrownBy(() -> writer.add(batch(1, NOON, "b"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileGivenUpLeavesOthersAlone() {
        try (ColumnFileWriter kept = format().create(origin(SCHEMA))) {
            try (ColumnFileWriter givenUp = format().create(origin(SCHEMA))) {
                givenUp.add(batch(0, NOON, "x"));
                kept.add(batch(0, NOON, "a"));
            }
            kept.add(batch(1, NOON, "b"));
            assertThat(payloads(BytesObject.of(KEY, kept.finish()), 0, 0)).containsExactly("a", "b");
        }
    }

    @Test
    void aWriterTellsAboutHowMuchMemoryItHolds() {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        try (ColumnFileWriter writer = format().create(origin(SCHEMA))) {
            writer.add(new LoggedBatch(
                    CLICKS,
                    PARTITION,
                    0,
                    NOON,
                    1,
                    RecordBatch.builder(1, 0).add(noise).build()));

            assertThat(writer.bufferedBytes()).isBetween((long) noise.length, 64L << 20);
        }
    }

    @Test
    void aSchemaThatIsNoJsonObjectIsRefused() {
        assertThatThrownBy(() -> format().create(origin("no JSON"))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> format().create(origin("[]"))).isInstanceOf(StorageException.class);
    }

    @Test
    void manyThreadsMayReadAndWriteAtOnce() throws Exception {
        ColumnFileFormat format = format();
        BytesObject shared = file(format, batch(0, NOON, "a", "b"), batch(2, NOON + 1, "c"));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                BytesObject own = i % 2 == 0 ? shared : null;
                results.add(threads.submit(() -> {
                    BytesObject file =
                            own == null ? file(format, batch(0, NOON, "a", "b"), batch(2, NOON + 1, "c")) : own;
                    return rows(read(format, file, 0, 0)).stream()
                            .map(Row::text)
                            .toList();
                }));
            }
            for (Future<List<String>> result : results) {
                assertThat(result.get(30, TimeUnit.SECONDS)).containsExactly("a", "b", "c");
            }
        }
    }

    /// One record as it is read, payload and metadata included.
    protected record Row(long offset, long micros, int schemaVersion, ByteBuffer payload, RecordAttributes attributes) {

        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }
    }

    /// The records of all `batches`, without their idempotency keys.
    protected static List<Row> rows(List<LoggedBatch> batches) {
        List<Row> rows = new ArrayList<>();
        for (LoggedBatch batch : batches) {
            for (int i = 0; i < batch.records().size(); i++) {
                RecordAttributes own = batch.records().attributes(i);
                rows.add(new Row(
                        batch.firstOffset() + i,
                        batch.receiveMicros(),
                        batch.schemaVersion(),
                        batch.records().payload(i),
                        new RecordAttributes(null, own.partitionKey(), own.metadata(), own.eventTimeMicros())));
            }
        }
        return rows;
    }

    /// A batch of the stream [#CLICKS] whose records' payloads are `payloads`.
    protected static LoggedBatch batch(long firstOffset, long micros, String... payloads) {
        RecordBatch.Builder records = RecordBatch.builder(payloads.length, 0);
        for (String payload : payloads) {
            records.add(utf8(payload));
        }
        return new LoggedBatch(CLICKS, PARTITION, firstOffset, micros, 1, records.build());
    }

    /// Partition [#PARTITION] of the stream [#CLICKS], whose schema reads `definition`.
    protected static ColumnFileOrigin origin(String definition) {
        return new ColumnFileOrigin(
                CLICKS,
                new StreamName("clicks"),
                PARTITION,
                new SchemaVersion(
                        new SchemaId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0003L)),
                        new SchemaName("default", "clicks"),
                        "",
                        1,
                        definition,
                        Integer.toHexString(definition.hashCode()),
                        Instant.EPOCH));
    }

    private BytesObject file(LoggedBatch... batches) {
        return file(format(), batches);
    }

    private static BytesObject file(ColumnFileFormat format, LoggedBatch... batches) {
        try (ColumnFileWriter writer = format.create(origin(SCHEMA))) {
            for (LoggedBatch batch : batches) {
                writer.add(batch);
            }
            return BytesObject.of(KEY, writer.finish());
        }
    }

    private List<LoggedBatch> read(BytesObject file, long fromOffset, long fromMicros) {
        return read(format(), file, fromOffset, fromMicros);
    }

    private static List<LoggedBatch> read(ColumnFileFormat format, BytesObject file, long fromOffset, long fromMicros) {
        List<LoggedBatch> read = new ArrayList<>();
        format.read(file, CLICKS, PARTITION, fromOffset, fromMicros, read::add);
        return read;
    }

    private List<String> payloads(BytesObject file, long fromOffset, long fromMicros) {
        return rows(read(file, fromOffset, fromMicros)).stream().map(Row::text).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
