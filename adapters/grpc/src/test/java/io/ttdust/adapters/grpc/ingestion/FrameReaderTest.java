package io.ttdust.adapters.grpc.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.management.ThreadMXBean;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.MessageBudget;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private final CallBytes account = new CallBytes(new MessageBudget(Long.MAX_VALUE, () -> false));

    private static final int RECORDS_MAX = 300;

    @Test
    void readsWhatTheGeneratedParserReads() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            IngestRecordsRequest message = message(random);

            IncomingFrame frame = FrameReader.read(message.toByteArray(), RECORDS_MAX, account);

            assertThat(frame.problem()).as("seed %d", seed).isNull();
            assertSame(frame, message, seed);
        }
    }

    @Test
    @Tag("B12")
    void refusesOfDamagedMessagesWhatTheGeneratedParserRefuses() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = damaged(message(random).toByteArray(), random);

            IncomingFrame frame = FrameReader.read(damaged, RECORDS_MAX, account);
            IngestRecordsRequest message = parsed(damaged);

            if (message == null) {
                assertThat(frame.problem())
                        .as(() -> "seed %d, %s".formatted(seed, Arrays.toString(damaged)))
                        .isNotNull();
                assertThat(frame.records().size()).isZero();
            } else if (frame.problem() == null) {
                assertSame(frame, message, seed);
            } else {
                assertThat(isRefusedByContent(message))
                        .as(() -> "seed %d, %s".formatted(seed, Arrays.toString(damaged)))
                        .isTrue();
            }
        }
    }

    private static boolean isRefusedByContent(IngestRecordsRequest message) {
        return message.getAtomic()
                || message.hasProducerId()
                || message.hasProducerEpoch()
                || message.hasBaseSequence()
                || message.getStreamId().isEmpty();
    }

    private static @Nullable IngestRecordsRequest parsed(byte[] bytes) {
        try {
            return IngestRecordsRequest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static byte[] damaged(byte[] message, Random random) {
        byte[] damaged = random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length + 1)) : message;
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static void assertSame(IncomingFrame frame, IngestRecordsRequest message, long seed) {
        assertThat(frame.frameId()).as("seed %d", seed).isEqualTo(message.getFrameId());
        assertThat(frame.stream()).as("seed %d", seed).isEqualTo(message.getStreamId());
        assertThat(frame.recordIds()).as("seed %d", seed).isEqualTo(message.getWantRecordIds());
        RecordBatch records = frame.records();
        assertThat(records.size()).as("seed %d", seed).isEqualTo(message.getRecordsCount());
        for (int i = 0; i < records.size(); i++) {
            RecordInput record = message.getRecords(i);
            assertThat(ByteString.copyFrom(records.payload(i)))
                    .as("seed %d", seed)
                    .isEqualTo(record.getPayload());
            assertThat(records.attributes(i)).as("seed %d", seed).isEqualTo(attributes(record));
        }
    }

    private static RecordAttributes attributes(RecordInput record) {
        return new RecordAttributes(
                record.hasIdempotencyKey() ? record.getIdempotencyKey() : null,
                record.hasPartitionKey() ? record.getPartitionKey() : null,
                record.getMetadataMap(),
                record.hasEventTimeUnixMicros() ? record.getEventTimeUnixMicros() : RecordAttributes.NO_EVENT_TIME);
    }

    private static IngestRecordsRequest message(Random random) {
        IngestRecordsRequest.Builder message = IngestRecordsRequest.newBuilder()
                .setFrameId(random.nextLong())
                .setStreamId("stream-" + random.nextInt(100))
                .setWantRecordIds(random.nextBoolean());
        int rare = 1 + random.nextInt(20);
        for (int i = random.nextInt(10) * random.nextInt(RECORDS_MAX / 10); i > 0; i--) {
            message.addRecords(record(random, rare));
        }
        if (random.nextInt(rare) == 0) {
            message.setUnknownFields(unknown());
        }
        return message.build();
    }

    private static RecordInput record(Random random, int rare) {
        byte[] payload = new byte[random.nextInt(200)];
        random.nextBytes(payload);
        RecordInput.Builder record = RecordInput.newBuilder().setPayload(ByteString.copyFrom(payload));
        if (random.nextInt(rare) == 0) {
            record.setIdempotencyKey(random.nextBoolean() ? "" : "clé-" + random.nextInt());
        }
        if (random.nextInt(rare) == 0) {
            record.setPartitionKey("user-" + random.nextInt(10));
        }
        if (random.nextInt(rare) == 0) {
            record.setEventTimeUnixMicros(random.nextLong());
        }
        for (int i = random.nextInt(rare) == 0 ? random.nextInt(5) : 0; i > 0; i--) {
            record.putMetadata("k" + random.nextInt(10), random.nextBoolean() ? "" : "värde");
        }
        if (random.nextInt(rare) == 0) {
            record.setUnknownFields(unknown());
        }
        return record.build();
    }

    private static UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        900,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(7)
                                .addFixed32(1)
                                .addGroup(UnknownFieldSet.getDefaultInstance())
                                .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                .build())
                .build();
    }

    @Test
    @Tag("B12")
    void aMessageOfMillionsOfEmptyRecordsCostsNoMemory() {
        byte[] message = new byte[16 << 20];
        for (int i = 0; i < message.length; i += 2) {
            message[i] = 0x1A;
        }
        long before = allocated();

        IncomingFrame frame = FrameReader.read(message, 10_000, account);

        assertThat(allocated() - before).isLessThan(1 << 20);
        assertThat(frame.problem())
                .isEqualTo(Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "8388608 records in one frame; send at most 10000"));
    }

    @Test
    void aPlainFrameCostsItsTablesAlone() {
        byte[] message = IngestRecordsRequest.newBuilder()
                .setStreamId("clicks")
                .addAllRecords(IntStream.range(0, 64)
                        .mapToObj(i -> RecordInput.newBuilder()
                                .setPayload(ByteString.copyFrom(new byte[1024]))
                                .build())
                        .toList())
                .build()
                .toByteArray();
        List<IncomingFrame> kept = List.of(FrameReader.read(message, 10_000, account));
        long before = allocated();

        IncomingFrame frame = FrameReader.read(message, 10_000, account);

        assertThat(allocated() - before).isLessThan(2048);
        assertThat(frame.records().bytes()).isSameAs(message);
        assertThat(kept.getFirst().records().size()).isEqualTo(64);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
