package io.ttdust.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.proto.ingestion.v1.Durability;
import io.ttdust.proto.ingestion.v1.IngestRecordsResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ProducerCallTest {

    private static final int RECORDS = 4;
    private static final int FRAMES_LEAST = 200;

    private final Answers answers = new Answers();
    private final Frames frames = Frames.of("clicks", ClickEvents.generate(1, 40), RECORDS);

    @Test
    void countsWhatWasAcknowledgedAndEndsWithEverythingAnswered() throws Exception {
        try (IngestionFake server = new IngestionFake(UnaryOperator.identity())) {
            Latencies latencies = produce(server);

            assertThat(answers.problem()).isNull();
            assertThat(answers.acknowledged()).isEqualTo((long) RECORDS * server.frames());
            assertThat(latencies.count()).isBetween(1, server.frames());
        }
    }

    @Test
    void aRecordThatWasNotAcceptedIsAProblem() throws Exception {
        try (IngestionFake server = new IngestionFake(answer -> {
            IngestRecordsResponse.Builder less = answer.toBuilder();
            less.getAcceptedBuilder(0).setCount(RECORDS - 1);
            return less.build();
        })) {
            produce(server);

            assertThat(answers.problem()).contains("of 4 records was answered");
            assertThat(answers.notAccepted()).isEqualTo(server.frames());
        }
    }

    @Test
    void anAnswerBeforeTheSyncIsAProblem() throws Exception {
        try (IngestionFake server = new IngestionFake(answer ->
                answer.toBuilder().setDurability(Durability.DURABILITY_WRITTEN).build())) {
            produce(server);

            assertThat(answers.problem()).contains("before it was synced");
        }
    }

    @Test
    void anAnswerOutOfOrderIsAProblem() throws Exception {
        try (IngestionFake server = new IngestionFake(
                answer -> answer.toBuilder().setFrameId(answer.getFrameId() + 1).build())) {
            produce(server);

            assertThat(answers.problem()).contains("was answered");
        }
    }

    private Latencies produce(IngestionFake server) throws Exception {
        ProducerCall call = new ProducerCall(frames, 3, 5, answers);
        call.time();
        server.stream().ingestion().ingestRecords(call);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.frames() < FRAMES_LEAST && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return call.stop().get(30, TimeUnit.SECONDS);
    }
}
