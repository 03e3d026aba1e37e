package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.RecordClient.record;
import static io.ttdust.adapters.grpc.RecordClient.recordTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.proto.ingestion.v1.Durability;
import io.ttdust.proto.ingestion.v1.GetBatchJobRequest;
import io.ttdust.proto.ingestion.v1.IngestBatchRequest;
import io.ttdust.proto.ingestion.v1.IngestRequest;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc.IngestionServiceBlockingStub;
import io.ttdust.proto.ingestion.v1.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What records are answered that come one by one, in a stream of them and alone.
@Timeout(60)
class IngestStreamTest {

    private final LocalNode node = LocalNode.start();
    private final RecordClient client = new RecordClient(node.channel());
    private final IngestionServiceBlockingStub unary = IngestionServiceGrpc.newBlockingStub(node.channel());

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void everyRecordHasItsVerdictInTheOrderSent() throws Exception {
        client.send(record("a"), record("b!"), recordTo("nowhere", "c").build(), record("d"))
                .halfClose();
        List<IngestResponse> answers = client.read(4);

        assertThat(client.end()).isNull();
        assertThat(answers)
                .extracting(IngestResponse::getStatus)
                .containsExactly(
                        Status.STATUS_OK,
                        Status.STATUS_VALIDATION_ERROR,
                        Status.STATUS_VALIDATION_ERROR,
                        Status.STATUS_OK);
        IngestResponse accepted = answers.get(3);
        assertThat(accepted.hasError()).isFalse();
        assertThat(accepted.getSequenceNumber()).isEqualTo(1);
        assertThat(accepted.getDurability()).isEqualTo(Durability.DURABILITY_FSYNC);
        assertThat(accepted.getRecordId())
                .isEqualTo(RecordId.of(LocalNode.CLICKS.tag(), 0, 1, accepted.getTimestampUnixMicros())
                        .toString());
        IngestResponse rejected = answers.get(1);
        assertThat(rejected.getError().getCode()).isEqualTo("VALIDATION_ERROR");
        assertThat(rejected.getError().getFieldErrors(0).getPath()).isEqualTo("$.user[0]");
        assertThat(rejected.getDurability()).isEqualTo(Durability.DURABILITY_UNSPECIFIED);
        assertThat(rejected.getRecordId()).isEmpty();
        assertThat(answers.get(2).getError().getCode()).isEqualTo("NOT_FOUND");
        assertThat(payloads(LocalNode.CLICKS)).containsExactly("a", "d");
    }

    @Test
    void recordsOfSeveralStreamsKeepTheirOrderWithinEach() throws Exception {
        List<String> clicks = new ArrayList<>();
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            // The same stream by its name and by its id is one stream.
            String stream = i % 3 == 0 ? "orders" : i % 3 == 1 ? "clicks" : LocalNode.CLICKS.toString();
            (i % 3 == 0 ? orders : clicks).add("p" + i);
            client.send(recordTo(stream, "p" + i).build());
        }

        assertThat(client.read(600)).allMatch(answer -> answer.getStatus() == Status.STATUS_OK);
        assertThat(payloads(LocalNode.CLICKS)).containsExactlyElementsOf(clicks);
        assertThat(payloads(LocalNode.ORDERS)).containsExactlyElementsOf(orders);
    }

    @Test
    void attributesReachTheLog() throws Exception {
        client.ask(recordTo("orders", "full")
                .setIdempotencyKey("key")
                .setPartitionKey("user-7")
                .putMetadata("origin", "web")
                .setEventTimeUnixMicros(-5)
                .build());

        assertThat(logged(LocalNode.ORDERS).getFirst().records().attributes(0))
                .isEqualTo(new RecordAttributes("key", "user-7", Map.of("origin", "web"), -5));
    }

    @Test
    @Tag("B18")
    void aKeyCountsOnceAndAnotherBodyIsAConflict() throws Exception {
        IngestRequest keyed = recordTo("clicks", "a").setIdempotencyKey("k").build();
        client.send(
                keyed,
                keyed,
                keyed.toBuilder().setPayload(ByteString.copyFromUtf8("b")).build());
        List<IngestResponse> answers = client.read(3);

        assertThat(answers.get(1))
                .isEqualTo(answers.get(0).toBuilder()
                        .setStatus(Status.STATUS_DUPLICATE)
                        .build());
        assertThat(answers.get(2).getStatus()).isEqualTo(Status.STATUS_CONFLICT);
        assertThat(answers.get(2).getError().getCode()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(unary.ingest(keyed)).isEqualTo(answers.get(1));
    }

    @Test
    void aSchemaThatIsGivenMustBeTheStreams() throws Exception {
        String schema =
                node.streams.find(LocalNode.CLICKS).orElseThrow().schemaId().toString();

        assertThat(client.ask(recordTo("clicks", "a").setSchemaId(schema).build())
                        .hasError())
                .isFalse();
        assertThat(client.ask(recordTo("clicks", "a").setSchemaId("").build()).hasError())
                .isFalse();
        IngestResponse other =
                client.ask(recordTo("clicks", "a").setSchemaId("sch_other").build());
        assertThat(other.getStatus()).isEqualTo(Status.STATUS_VALIDATION_ERROR);
        assertThat(other.getError().getCode()).isEqualTo("INVALID_REQUEST");
        assertThat(other.getError().getMessage()).contains(schema);
        assertThat(other.getError().getFieldErrors(0).getPointer()).isEqualTo("/schema_id");
    }

    @Test
    void whatIsWrongWithARecordIsSaidInItsAnswerAndTheCallGoesOn() throws Exception {
        assertThat(client.ask(IngestRequest.getDefaultInstance()).getError().getMessage())
                .contains("stream_id is missing");
        assertThat(client.ask(record("x".repeat((1 << 20) + 1))).getError().getCode())
                .isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(client.ask(recordTo("clicks", "a").setIdempotencyKey("").build())
                        .getError()
                        .getCode())
                .isEqualTo("INVALID_REQUEST");
        assertThat(client.ask(record("a?")).getStatus()).isEqualTo(Status.STATUS_INTERNAL_ERROR);
        assertThat(client.ask(record("a")).hasError()).isFalse();
    }

    @Test
    void aRecordAloneIsAnsweredInBandToo() {
        IngestResponse accepted = unary.ingest(record("a"));
        assertThat(accepted.getStatus()).isEqualTo(Status.STATUS_OK);
        assertThat(accepted.getSequenceNumber()).isZero();

        assertThat(unary.ingest(record("b!")).getError().getCode()).isEqualTo("VALIDATION_ERROR");
        assertThat(unary.ingest(recordTo("nowhere", "c").build()).getError().getCode())
                .isEqualTo("NOT_FOUND");
        assertThat(unary.ingest(record("?")).getStatus()).isEqualTo(Status.STATUS_INTERNAL_ERROR);
        assertThat(payloads(LocalNode.CLICKS)).containsExactly("a");
    }

    @Test
    @Tag("B12")
    void aBrokenCallIsAnsweredByStatus() {
        assertThatThrownBy(() -> unary.ingest(record("x".repeat((17 << 20) + 1))))
                .hasMessageStartingWith("RESOURCE_EXHAUSTED");
        assertThatThrownBy(() ->
                        IngestionServiceGrpc.newBlockingStub(node.bareChannel()).ingest(record("a")))
                .hasMessageStartingWith("UNAUTHENTICATED");
    }

    @Test
    void importsAreUnimplementedAndSayWhatToDo() {
        assertThatThrownBy(() -> unary.ingestBatch(IngestBatchRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, IngestStreamTest::saysWhatToDo);
        assertThatThrownBy(() -> unary.getBatchJob(GetBatchJobRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, IngestStreamTest::saysWhatToDo);
    }

    private static void saysWhatToDo(StatusRuntimeException refused) {
        assertThat(refused.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNIMPLEMENTED);
        assertThat(refused.getStatus().getDescription()).contains("application/x-ndjson");
    }

    private List<LoggedBatch> logged(StreamId stream) {
        List<LoggedBatch> batches = new ArrayList<>();
        node.log.read(stream, 0, 0, node.log.horizon(), batches::add);
        return batches;
    }

    private List<String> payloads(StreamId stream) {
        List<String> payloads = new ArrayList<>();
        for (LoggedBatch batch : logged(stream)) {
            for (int i = 0; i < batch.records().size(); i++) {
                payloads.add(StandardCharsets.UTF_8
                        .decode(batch.records().payload(i))
                        .toString());
            }
        }
        return payloads;
    }
}
