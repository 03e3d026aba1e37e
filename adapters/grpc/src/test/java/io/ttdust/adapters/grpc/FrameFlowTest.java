package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.FrameClient.frame;
import static io.ttdust.adapters.grpc.FrameClient.frameTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In which order and in what quantity frames and answers move, and how calls end.
@Timeout(60)
class FrameFlowTest {

    private static final int WINDOW = 16;

    private final SteeredLog log = new SteeredLog();
    private final LocalNode node = LocalNode.writingTo(log);
    private final FrameClient client = new FrameClient(node.channel());

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void answersComeInTheOrderOfTheFramesThoughRecordsBecomeDurableInAnother() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < WINDOW; i++) {
                client.send(frame(round * WINDOW + i, "a", "b"));
            }
            assertThat(log.awaitAppends(WINDOW, 10)).isTrue();
            List<Integer> order = new ArrayList<>(IntStream.range(round * WINDOW, (round + 1) * WINDOW)
                    .boxed()
                    .toList());
            Collections.shuffle(order, random);
            order.parallelStream().forEach(log::complete);

            for (int i = 0; i < WINDOW; i++) {
                IngestRecordsResponse answer = client.read();
                assertThat(answer.getFrameId()).as("seed %d", seed).isEqualTo(round * WINDOW + i);
                assertThat(answer.getAccepted(0).getFirstSequenceNumber())
                        .as("seed %d", seed)
                        .isEqualTo(2L * answer.getFrameId());
            }
        }
    }

    @Test
    void aRefusedFrameWaitsForTheAnswersBeforeIt() throws Exception {
        client.send(frame(0, "a"), frameTo("nowhere", 1, "b").build(), frame(2, "c"));
        assertThat(log.awaitAppends(2, 10)).isTrue();
        log.complete(1);
        log.complete(0);

        assertThat(client.read(3)).extracting(IngestRecordsResponse::getFrameId).containsExactly(0L, 1L, 2L);
    }

    @Test
    @Tag("F27")
    void noMoreThanAWindowOfFramesIsTakenWhileTheLogIsSlow() throws Exception {
        for (int i = 0; i < 4 * WINDOW; i++) {
            client.send(frame(i, "a"));
        }

        assertThat(log.awaitAppends(WINDOW, 10)).isTrue();
        // Waits for something that must not happen.
        assertThat(log.awaitAppends(1, 1)).isFalse();
        log.complete(0);
        assertThat(log.awaitAppends(1, 10)).isTrue();
        assertThat(log.awaitAppends(1, 1)).isFalse();
    }

    @Test
    @Tag("F25")
    void aClientThatDoesNotReadItsAnswersIsNotRead() throws Exception {
        int frames = 400;
        log.becomeDurableAtOnce();
        for (int i = 0; i < frames; i++) {
            client.send(largeAnswer(i));
        }

        // An answer has about 40 KiB; the transport holds 32 KiB on one side and a 64 KiB window on the other.
        assertThat(log.awaitAppends(WINDOW, 10)).isTrue();
        assertThat(log.awaitAppends(16, 2)).isFalse();

        for (int i = 0; i < frames; i++) {
            assertThat(client.read().getFrameId()).isEqualTo(i);
        }
    }

    private static IngestRecordsRequest largeAnswer(int id) {
        IngestRecordsRequest.Builder frame = frameTo("clicks", id).setWantRecordIds(true);
        for (int i = 0; i < 1000; i++) {
            frame.addRecords(RecordInput.getDefaultInstance());
        }
        return frame.build();
    }

    @Test
    void theCallEndsAfterTheLastAnswerOnceTheClientHasHalfClosed() throws Exception {
        client.send(frame(0, "a"), frame(1, "b")).halfClose();
        assertThat(log.awaitAppends(2, 10)).isTrue();
        log.complete(1);
        log.complete(0);

        assertThat(client.read(2)).extracting(IngestRecordsResponse::getFrameId).containsExactly(0L, 1L);
        assertThat(client.end()).isNull();
    }

    @Test
    void aCallWithoutFramesEndsWell() throws Exception {
        client.halfClose();

        assertThat(client.end()).isNull();
    }

    @Test
    @Tag("F28")
    void aCancelledCallLeavesItsAppendsAndItsNeighboursAlone() throws Exception {
        FrameClient neighbour = new FrameClient(node.channel());
        client.send(frame(0, "a"));
        assertThat(log.awaitAppends(1, 10)).isTrue();
        client.cancel();
        assertThat(statusOf(client)).isEqualTo(Status.Code.CANCELLED);

        neighbour.send(frame(1, "b"));
        assertThat(log.awaitAppends(1, 10)).isTrue();
        log.complete(0);
        log.complete(1);

        assertThat(neighbour.read().getAccepted(0).getFirstSequenceNumber()).isEqualTo(1);
    }

    @Test
    @Tag("B12")
    void aMessageBeyondTheLimitEndsItsCallAndNoOther() throws Exception {
        log.becomeDurableAtOnce();
        client.send(frame(0, "x".repeat((17 << 20) + 1)));

        assertThat(statusOf(client)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(new FrameClient(node.channel()).ask(frame(1, "a")).getAcceptedCount())
                .isEqualTo(1);
    }

    @Test
    @Tag("B11")
    void aCompressedFrameIsTakenAndABombIsNot() throws Exception {
        log.becomeDurableAtOnce();
        client.compressing();
        IngestRecordsResponse answer = client.ask(frame(0, "x".repeat(1000), "y"));
        IngestRecordsResponse bomb = client.ask(frame(1, "x".repeat(40 << 20)));

        assertThat(answer.getAccepted(0).getCount()).isEqualTo(2);
        assertThat(bomb.getError().getCode()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(client.ask(frame(2, "a")).getAcceptedCount()).isEqualTo(1);
    }

    @Test
    @Tag("F30")
    void aClosingServerAnswersWhatItTookAndRefusesTheRest() throws Exception {
        client.send(frame(0, "a"));
        assertThat(log.awaitAppends(1, 10)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> node.server.close(Duration.ofSeconds(20)));
        // The call is told to end two seconds after the server was; the append becomes durable only then.
        assertThat(log.awaitAppends(1, 3)).isFalse();
        client.send(frame(1, "too late"));
        assertThat(log.awaitAppends(1, 1)).isFalse();
        log.complete(0);

        assertThat(client.read().getFrameId()).isZero();
        assertThat(statusOf(client)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(client.unread()).isZero();
        closing.join();
    }

    @Test
    @Tag("F30")
    void aCallThatEndsByItselfWithinTheGraceEndsWell() throws Exception {
        client.send(frame(0, "a"));
        assertThat(log.awaitAppends(1, 10)).isTrue();
        node.server.drain();
        client.send(frame(1, "b")).halfClose();
        assertThat(log.awaitAppends(1, 10)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> node.server.close(Duration.ofSeconds(20)));
        log.complete(0);
        log.complete(1);

        assertThat(client.read(2)).extracting(IngestRecordsResponse::getFrameId).containsExactly(0L, 1L);
        assertThat(client.end()).isNull();
        closing.join();
    }

    @Test
    @Tag("F30")
    void aCallWhoseRecordsDoNotBecomeDurableIsCutWhenTheGraceIsOver() throws Exception {
        client.send(frame(0, "a"));
        assertThat(log.awaitAppends(1, 10)).isTrue();

        node.server.close(Duration.ofMillis(500));

        assertThat(client.end()).isNotNull();
        assertThat(client.unread()).isZero();
    }

    private static Status.Code statusOf(FrameClient ended) throws Exception {
        StatusRuntimeException status = ended.end();
        return status == null ? Status.Code.OK : status.getStatus().getCode();
    }
}
