package io.ttdust.adapters.grpc.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.MessageBudget;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.proto.ingestion.v1.IngestRequest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private final CallBytes account = new CallBytes(new MessageBudget(Long.MAX_VALUE, () -> false));

    @Test
    void readsWhatTheGeneratedParserReads() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            IngestRequest message = message(random);

            assertSame(RecordReader.read(message.toByteArray(), account), message, seed);
        }
    }

    /// Found by seed 29636482009169: ten bytes, of which the last says that more follow.
    @Test
    @Tag("B12")
    void readsANumberWithoutAnEndAsTheGeneratedParserDoes() throws Exception {
        byte[] message = HexFormat.of().parseHex("0a06636c69636b7350ff92b6adb3e4a9afcdb3");

        assertSame(RecordReader.read(message, account), IngestRequest.parseFrom(message), 0);
    }

    @Test
    @Tag("B12")
    void refusesOfDamagedMessagesWhatTheGeneratedParserRefuses() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = message(random).toByteArray();
            for (int hits = random.nextInt(3); hits >= 0 && damaged.length > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }

            IncomingRecord record = RecordReader.read(damaged, account);
            IngestRequest message = parsed(damaged);

            if (message == null) {
                Problem problem = record.problem();
                assertThat(problem)
                        .as(() -> "seed %d, %s".formatted(seed, Arrays.toString(damaged)))
                        .isNotNull();
                assertThat(record.payload().remaining()).isZero();
            } else {
                assertSame(record, message, seed);
            }
        }
    }

    private static @Nullable IngestRequest parsed(byte[] bytes) {
        try {
            return IngestRequest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static void assertSame(IncomingRecord record, IngestRequest message, long seed) {
        Problem problem = record.problem();
        if (message.getStreamId().isEmpty()) {
            assertThat(problem).as("seed %d", seed).isNotNull();
            assertThat(problem == null ? null : problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            return;
        }
        assertThat(problem).as("seed %d", seed).isNull();
        assertThat(record.stream()).as("seed %d", seed).isEqualTo(message.getStreamId());
        assertThat(record.schema()).as("seed %d", seed).isEqualTo(message.getSchemaId());
        assertThat(record.bytes()).isPositive();
        assertThat(ByteString.copyFrom(record.payload().duplicate()))
                .as("seed %d", seed)
                .isEqualTo(message.getPayload());
        assertThat(record.attributes())
                .as("seed %d", seed)
                .isEqualTo(new RecordAttributes(
                        message.hasIdempotencyKey() ? message.getIdempotencyKey() : null,
                        message.hasPartitionKey() ? message.getPartitionKey() : null,
                        message.getMetadataMap(),
                        message.hasEventTimeUnixMicros()
                                ? message.getEventTimeUnixMicros()
                                : RecordAttributes.NO_EVENT_TIME));
    }

    private static IngestRequest message(Random random) {
        IngestRequest.Builder message = IngestRequest.newBuilder();
        if (random.nextInt(8) != 0) {
            message.setStreamId("clicks");
        }
        byte[] payload = new byte[random.nextInt(300)];
        random.nextBytes(payload);
        message.setPayload(ByteString.copyFrom(payload));
        if (random.nextBoolean()) {
            message.setSchemaId("sch_" + random.nextInt(10));
        }
        if (random.nextBoolean()) {
            message.setIdempotencyKey("k\u00e9y" + random.nextInt(10));
        }
        if (random.nextBoolean()) {
            message.setPartitionKey(random.nextBoolean() ? "" : "p" + random.nextInt(10));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            message.putMetadata("m" + random.nextInt(3), "v" + random.nextInt());
        }
        if (random.nextBoolean()) {
            message.setEventTimeUnixMicros(random.nextLong());
        }
        if (random.nextInt(8) == 0) {
            message.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                    .build());
        }
        return message.build();
    }
}
