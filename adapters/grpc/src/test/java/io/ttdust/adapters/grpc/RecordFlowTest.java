package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.RecordClient.record;
import static io.ttdust.adapters.grpc.RecordClient.recordTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttdust.proto.ingestion.v1.IngestResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In which order and in what quantity records that come one by one move through a call of `IngestStream`.
@Timeout(60)
class RecordFlowTest {

    private static final int WINDOW = 1024;

    private final SteeredLog log = new SteeredLog();
    private final LocalNode node = LocalNode.writingTo(log);
    private final RecordClient client = new RecordClient(node.channel());

    @AfterEach
    void stop() {
        node.close();
    }

    private void send(int records, String payload) {
        for (int i = 0; i < records; i++) {
            client.send(record(payload));
        }
    }

    /// Leaves two appends of one record each in flight, so that what comes next has to gather.
    private void occupyTheLog() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            client.send(record("a"));
            assertThat(log.awaitAppends(1, 10)).isTrue();
        }
    }

    @Test
    @Tag("F27")
    void recordsGatherWhileTheLogIsBusyAndNoMoreThanAWindowIsTaken() throws Exception {
        occupyTheLog();
        send(3 * WINDOW, "a");

        // Waits for something that must not happen.
        assertThat(log.awaitAppends(1, 1)).isFalse();
        log.complete(0);
        assertThat(log.awaitAppends(1, 10)).isTrue();

        // What has come is one append; the window holds the record that is still in flight, too.
        assertThat(log.sizes().get(2)).isBetween(WINDOW / 2, WINDOW - 1);
        log.becomeDurableAtOnce();
        log.complete(1);
        log.complete(2);
        assertThat(client.read(2 + 3 * WINDOW))
                .extracting(IngestResponse::getSequenceNumber)
                .containsExactlyElementsOf(
                        LongStream.range(0, 2 + 3 * WINDOW).boxed().toList());
    }

    @Test
    void answersComeInTheOrderOfTheRecordsThoughTheyBecomeDurableInAnother() throws Exception {
        occupyTheLog();
        client.send(recordTo("nowhere", "b").build());
        log.complete(1);
        log.complete(0);

        List<IngestResponse> answers = client.read(3);
        assertThat(answers.subList(0, 2))
                .extracting(IngestResponse::getSequenceNumber)
                .containsExactly(0L, 1L);
        assertThat(answers.get(2).getError().getCode()).isEqualTo("NOT_FOUND");
    }

    @Test
    void recordsOfferedTogetherAreEachHeldToTheStreamAndSchemaTheyName() throws Exception {
        occupyTheLog();
        client.send(
                record("b"),
                recordTo("clicks", "c").setSchemaId("sch_other").build(),
                record("d"),
                recordTo("", "e").build(),
                recordTo("orders", "f").build(),
                recordTo("orders", "g").setSchemaId("sch_other").build(),
                record("h"));
        // They gather until an append is over.
        assertThat(log.awaitAppends(1, 1)).isFalse();
        log.completeAll();

        assertThat(client.read(9))
                .extracting(answer -> answer.getError().getCode())
                .containsExactly("", "", "", "INVALID_REQUEST", "", "INVALID_REQUEST", "", "INVALID_REQUEST", "");
        assertThat(log.sizes()).containsExactly(1, 1, 3, 1);
    }

    @Test
    @Tag("F27")
    void largeRecordsFillTheWindowByTheirBytes() throws Exception {
        occupyTheLog();
        send(16, "x".repeat(1 << 20));
        assertThat(log.awaitAppends(1, 1)).isFalse();
        log.complete(0);

        assertThat(log.awaitAppends(1, 10)).isTrue();
        // Four mebibytes hold three records of one and what surrounds them.
        assertThat(log.sizes().get(2)).isEqualTo(3);
        log.becomeDurableAtOnce();
        log.complete(1);
        log.complete(2);
        assertThat(client.read(18)).noneMatch(IngestResponse::hasError);
    }

    @Test
    @Tag("F25")
    void aClientThatDoesNotReadItsAnswersIsNotRead() throws Exception {
        int records = 20_000;
        log.becomeDurableAtOnce();
        send(records, "a");
        assertThat(log.awaitAppends(1, 10)).isTrue();
        while (log.awaitAppends(1, 2)) {
            // Goes on until the transport's buffers are full of answers.
        }

        assertThat(log.sizes().stream().mapToInt(Integer::intValue).sum()).isLessThan(records / 2);
        assertThat(client.read(records).getLast().getSequenceNumber()).isEqualTo(records - 1);
    }

    @Test
    void theCallEndsAfterTheLastAnswerOnceTheClientHasHalfClosed() throws Exception {
        occupyTheLog();
        client.halfClose();
        log.complete(1);
        log.complete(0);

        assertThat(client.read(2)).hasSize(2);
        assertThat(client.end()).isNull();
    }

    @Test
    @Tag("F28")
    void aCancelledCallWritesNothingThatWasStillWaiting() throws Exception {
        occupyTheLog();
        client.send(record("b"));
        client.cancel();
        assertThat(statusOf(client)).isEqualTo(Status.Code.CANCELLED);
        // The cancellation has arrived once a later call on the same connection is answered.
        RecordClient neighbour = new RecordClient(node.channel());
        neighbour.halfClose();
        assertThat(neighbour.end()).isNull();
        assertThat(log.awaitAppends(1, 1)).isFalse();
        log.complete(0);
        log.complete(1);

        assertThat(log.awaitAppends(1, 1)).isFalse();
    }

    @Test
    @Tag("F30")
    void aClosingServerAnswersWhatItTookAndRefusesTheRest() throws Exception {
        occupyTheLog();
        client.send(record("taken"));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> node.server.close(Duration.ofSeconds(20)));
        // The call is told to end two seconds after the server was.
        assertThat(log.awaitAppends(1, 3)).isFalse();
        client.send(record("too late"));
        log.complete(0);
        log.complete(1);
        assertThat(log.awaitAppends(1, 10)).isTrue();
        log.complete(2);

        assertThat(client.read(3)).noneMatch(IngestResponse::hasError);
        assertThat(statusOf(client)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(client.unread()).isZero();
        closing.join();
    }

    private static Status.Code statusOf(RecordClient ended) throws Exception {
        StatusRuntimeException status = ended.end();
        return status == null ? Status.Code.OK : status.getStatus().getCode();
    }
}
