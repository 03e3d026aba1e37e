package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.FrameClient.frame;
import static io.ttdust.adapters.grpc.FrameClient.frameTo;
import static io.ttdust.adapters.grpc.FrameClient.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.StorageFullException;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.proto.ingestion.v1.AcceptedRun;
import io.ttdust.proto.ingestion.v1.Durability;
import io.ttdust.proto.ingestion.v1.FieldValidationError;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.RecordInput;
import io.ttdust.proto.ingestion.v1.RecordVerdict;
import io.ttdust.proto.ingestion.v1.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a frame is answered.
@Timeout(60)
class IngestionTest {

    private final LocalNode node = LocalNode.start();
    private final FrameClient client = new FrameClient(node.channel());

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void everyRecordHasAVerdict() throws Exception {
        IngestRecordsResponse answer = client.ask(frame(7, "a", "b!", "c", "d", "e!"));

        assertThat(answer.getFrameId()).isEqualTo(7);
        assertThat(answer.hasError()).isFalse();
        assertThat(answer.getDurability()).isEqualTo(Durability.DURABILITY_FSYNC);
        assertThat(answer.getTimestampUnixMicros())
                .isEqualTo(logged().getFirst().receiveMicros());
        assertThat(answer.getAcceptedList()).containsExactly(run(0, 1, 0), run(2, 2, 1));
        assertThat(answer.getOthersList()).extracting(RecordVerdict::getIndex).containsExactly(1, 4);
        RecordVerdict rejected = answer.getOthers(0);
        assertThat(rejected.getStatus()).isEqualTo(Status.STATUS_VALIDATION_ERROR);
        assertThat(rejected.getError().getCode()).isEqualTo("VALIDATION_ERROR");
        assertThat(rejected.getError().hasRetryAfterMillis()).isFalse();
        assertThat(rejected.getError().getFieldErrorsList())
                .containsExactly(FieldValidationError.newBuilder()
                        .setPath("$.user[0]")
                        .setPointer("/user/0")
                        .setSchemaPointer("/properties/user/items/pattern")
                        .setKeyword("pattern")
                        .setMessage("holds a bang")
                        .build());
        assertThat(payloads()).containsExactly("a", "c", "d");
    }

    private static AcceptedRun run(int firstIndex, int count, long firstSequenceNumber) {
        return AcceptedRun.newBuilder()
                .setFirstIndex(firstIndex)
                .setCount(count)
                .setFirstSequenceNumber(firstSequenceNumber)
                .build();
    }

    @Test
    void attributesReachTheLog() throws Exception {
        client.ask(frameTo(LocalNode.ORDERS.toString(), 1)
                .addRecords(RecordInput.newBuilder().setPayload(ByteString.copyFromUtf8("plain")))
                .addRecords(RecordInput.newBuilder()
                        .setPayload(ByteString.copyFromUtf8("full"))
                        .setIdempotencyKey("key")
                        .setPartitionKey("user-7")
                        .putMetadata("origin", "web")
                        .setEventTimeUnixMicros(-5))
                .build());

        List<LoggedBatch> batches = new ArrayList<>();
        node.log.read(LocalNode.ORDERS, 0, 0, node.log.horizon(), batches::add);
        assertThat(batches.getFirst().records().attributes(0)).isEqualTo(RecordAttributes.NONE);
        assertThat(batches.getFirst().records().attributes(1))
                .isEqualTo(new RecordAttributes("key", "user-7", Map.of("origin", "web"), -5));
    }

    @Test
    @Tag("B18")
    void aKeyCountsOnceAndAnotherBodyIsAConflict() throws Exception {
        IngestRecordsResponse first = client.ask(ids(frameTo("clicks", 1).addRecords(keyed("k", "body"))));
        IngestRecordsResponse again = client.ask(ids(frameTo("clicks", 2)
                .addRecords(keyed("k", "body"))
                .addRecords(keyed("k", "other"))
                .addRecords(keyed("l", "new"))));

        RecordVerdict duplicate = again.getOthers(0);
        assertThat(duplicate.getStatus()).isEqualTo(Status.STATUS_DUPLICATE);
        assertThat(duplicate.hasError()).isFalse();
        assertThat(duplicate.getRecordId()).isEqualTo(first.getRecordIds(0));
        assertThat(duplicate.getSequenceNumber()).isZero();
        assertThat(again.getOthers(1).getStatus()).isEqualTo(Status.STATUS_CONFLICT);
        assertThat(again.getOthers(1).getError().getCode()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(again.getAcceptedList()).containsExactly(run(2, 1, 1));
        assertThat(again.getRecordIdsList()).hasSize(3).startsWith(first.getRecordIds(0), "");
    }

    @Test
    void recordIdsNameTheRecordsInTheOrderOfTheFrame() throws Exception {
        IngestRecordsResponse answer = client.ask(ids(frameTo("clicks", 1, "a", "b!", "c")));

        long micros = answer.getTimestampUnixMicros();
        int tag = LocalNode.CLICKS.tag();
        assertThat(answer.getRecordIdsList())
                .containsExactly(
                        RecordId.of(tag, 0, 0, micros).toString(),
                        "",
                        RecordId.of(tag, 0, 1, micros).toString());
        assertThat(client.ask(frame(2, "a")).getRecordIdsList()).isEmpty();
    }

    private static IngestRecordsRequest ids(IngestRecordsRequest.Builder frame) {
        return frame.setWantRecordIds(true).build();
    }

    static Stream<IngestRecordsRequest> badFrames() {
        return Stream.of(
                frameTo("", 1, "x").build(),
                frameTo("clicks", 1).build(),
                frameTo("../x", 1, "x").build(),
                frameTo("clicks", 1, "x").setProducerId("p").build(),
                frameTo("clicks", 1, "x").setProducerEpoch(0).build(),
                frameTo("clicks", 1, "x").setBaseSequence(0).build());
    }

    @ParameterizedTest
    @MethodSource("badFrames")
    void aBadFrameIsRefusedWholeAndItsNeighboursStand(IngestRecordsRequest bad) throws Exception {
        List<IngestRecordsResponse> answers =
                client.send(frame(0, "before"), bad, frame(2, "after")).read(3);

        assertThat(answers).extracting(IngestRecordsResponse::getFrameId).containsExactly(0L, 1L, 2L);
        assertThat(answers.get(1).getError().getCode()).isEqualTo("INVALID_REQUEST");
        assertThat(answers.get(1).getAcceptedList()).isEmpty();
        assertThat(payloads()).containsExactly("before", "after");
    }

    @Test
    void anAtomicFrameIsWrittenWholeOrRefusedWithThePlacesThatAreWrong() throws Exception {
        IngestRecordsRequest good =
                frameTo("clicks", 1, "a", "b").setAtomic(true).build();
        IngestRecordsRequest bad =
                frameTo("clicks", 2, "c", "d!").setAtomic(true).build();

        List<IngestRecordsResponse> answers = client.send(good, bad).read(2);

        assertThat(answers.get(0).getAccepted(0).getCount()).isEqualTo(2);
        assertThat(answers.get(1).getFrameId()).isEqualTo(2);
        assertThat(answers.get(1).getError().getCode()).isEqualTo("VALIDATION_ERROR");
        assertThat(answers.get(1).getError().getFieldErrors(0).getPointer()).isEqualTo("/1/user/0");
        assertThat(answers.get(1).getOthersList()).isEmpty();
        assertThat(payloads()).containsExactly("a", "b");
    }

    @Test
    void recordsGoToThePartitionsOfTheirKeysAndTheAnswerSaysWhichInTheirOrder() throws Exception {
        IngestRecordsRequest.Builder frame = frameTo("wide", 1).setWantRecordIds(true);
        for (String key : List.of("user-1", "order/42", "user-2", "user-1")) {
            frame.addRecords(RecordInput.newBuilder()
                    .setPayload(ByteString.copyFromUtf8(key))
                    .setPartitionKey(key));
        }

        IngestRecordsResponse answer = client.ask(frame.build());

        assertThat(answer.getAcceptedList())
                .extracting(AcceptedRun::getFirstIndex)
                .containsExactly(0, 1, 2);
        assertThat(answer.getAcceptedList())
                .extracting(AcceptedRun::getPartition)
                .containsExactly(3, 0, 3);
        assertThat(answer.getAccepted(2).getCount()).isEqualTo(2);
        assertThat(answer.getRecordIdsList())
                .extracting(id -> RecordId.parse(id).partition())
                .containsExactly(3, 0, 3, 3);
    }

    @Test
    void aFieldThatIsNotSupportedIsNamed() throws Exception {
        IngestRecordsResponse answer =
                client.ask(frameTo("clicks", 1, "x").setProducerId("p").build());

        assertThat(answer.getError().getMessage()).isEqualTo("producer_id is not supported; send the frame without it");
        assertThat(answer.getError().getFieldErrors(0).getPath()).isEqualTo("$.producer_id");
    }

    @Test
    void anUnknownStreamIsNotFound() throws Exception {
        assertThat(client.ask(frameTo("nowhere", 1, "x").build()).getError().getCode())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void tooManyRecordsOrATooLargeOneAreRefused() throws Exception {
        IngestRecordsRequest.Builder many = frameTo("clicks", 1);
        for (int i = 0; i <= 10_000; i++) {
            many.addRecords(RecordInput.getDefaultInstance());
        }
        IngestRecordsResponse refused = client.ask(many.build());
        IngestRecordsResponse mixed = client.ask(frame(2, "small", "x".repeat((1 << 20) + 1)));

        assertThat(refused.getError().getCode()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(mixed.getAcceptedList()).containsExactly(run(0, 1, 0));
        assertThat(mixed.getOthers(0).getStatus()).isEqualTo(Status.STATUS_VALIDATION_ERROR);
        assertThat(mixed.getOthers(0).getError().getCode()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void aLogThatFailsRefusesForNowAndTheCallGoesOn() throws Exception {
        node.log.failNextAppend(new StorageFullException("no room"));
        RecordVerdict full = client.ask(frame(1, "a")).getOthers(0);
        node.log.failNextAppend(new StorageException("cable cut"));
        RecordVerdict away = client.ask(frame(2, "a")).getOthers(0);

        assertThat(full.getStatus()).isEqualTo(Status.STATUS_UNAVAILABLE);
        assertThat(full.getError().getCode()).isEqualTo("STORAGE_FULL");
        assertThat(full.getError().getRetryAfterMillis()).isPositive();
        assertThat(away.getError().getCode()).isEqualTo("STORAGE_UNAVAILABLE");
        assertThat(client.ask(frame(3, "a")).getAcceptedCount()).isEqualTo(1);
    }

    @Test
    @Tag("F20")
    void knownStreamsGoOnWhileTheMetadataStoreIsAway() throws Exception {
        client.ask(frame(1, "a"));
        node.streams.goAway();

        assertThat(client.ask(frame(2, "b")).getAcceptedCount()).isEqualTo(1);
        IngestRecordsResponse unknown = client.ask(frameTo("orders", 3, "c").build());
        assertThat(unknown.getError().getCode()).isEqualTo("STORAGE_UNAVAILABLE");
        assertThat(unknown.getError().getRetryAfterMillis()).isPositive();
    }

    @Test
    void aDefectIsAnsweredWithATraceIdAndNoDetails() throws Exception {
        IngestRecordsResponse answer = client.ask(frame(1, "a", "?"));

        assertThat(answer.getError().getCode()).isEqualTo("INTERNAL_ERROR");
        assertThat(answer.getError().getMessage())
                .matches(".*trace id [0-9a-f]{32}")
                .doesNotContain("broke down");
        assertThat(node.meter.refusals).containsExactly("clicks 2 INTERNAL_ERROR");
        assertThat(client.ask(frame(2, "b")).getAcceptedCount()).isEqualTo(1);
    }

    @Test
    @Tag("B18")
    void ofAHundredRacingCallersWithOneKeyOneIsAccepted() throws Exception {
        List<IngestRecordsResponse> answers = Race.run(100, number -> {
            FrameClient racer = new FrameClient(node.channel());
            try {
                return racer.ask(ids(frameTo("clicks", number).addRecords(keyed("one", "same"))));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                racer.halfClose();
            }
        });

        assertThat(answers).filteredOn(answer -> answer.getAcceptedCount() == 1).hasSize(1);
        assertThat(answers)
                .filteredOn(answer ->
                        answer.getOthersCount() == 1 && answer.getOthers(0).getStatus() == Status.STATUS_DUPLICATE)
                .hasSize(99);
        assertThat(answers)
                .extracting(answer -> answer.getRecordIds(0))
                .containsOnly(answers.getFirst().getRecordIds(0));
        assertThat(payloads()).containsExactly("same");
    }

    private List<LoggedBatch> logged() {
        List<LoggedBatch> batches = new ArrayList<>();
        node.log.read(LocalNode.CLICKS, 0, 0, node.log.horizon(), batches::add);
        return batches;
    }

    private List<String> payloads() {
        List<String> payloads = new ArrayList<>();
        for (LoggedBatch batch : logged()) {
            for (int i = 0; i < batch.records().size(); i++) {
                payloads.add(StandardCharsets.UTF_8
                        .decode(batch.records().payload(i))
                        .toString());
            }
        }
        return payloads;
    }
}
