package io.ttdust.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.payload.PayloadSource;
import java.io.IOException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProducerTest {

    private static final int SIZE = 25;

    private final PayloadSource events = GeneratedClicks.sound(1, SIZE);
    private final FakeIngestion ingestion = new FakeIngestion();
    private final Heard heard = new Heard();
    private @Nullable Server server;

    @BeforeEach
    void startServer() throws IOException {
        server = InProcessServerBuilder.forName("producer-test")
                .addService(ingestion)
                .build()
                .start();
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.shutdownNow();
        }
    }

    @Test
    void sendsEveryRecordOnceInOrderAndHearsAVerdictOfEach() {
        run(producer(0));

        assertThat(ingestion.keys())
                .containsExactlyElementsOf(
                        IntStream.range(0, SIZE).mapToObj(i -> "k-" + i).toList());
        assertThat(heard.verdicts())
                .containsExactlyElementsOf(
                        IntStream.range(0, SIZE).mapToObj(i -> i + "@" + i).toList());
        assertThat(ingestion.frames()).hasSize(7);
        assertThat(ingestion.frames().getFirst().getRecords(0).getPayload().toByteArray())
                .isEqualTo(events.payload(0));
    }

    @Test
    void goesOnAfterABrokenCallWithWhatWasNotAnsweredUnderTheSameKeys() {
        Producer producer = producer(0);
        ingestion.breakAfter(2);
        assertThatThrownBy(() -> run(producer)).isInstanceOf(BrokenCallException.class);
        assertThat(producer.open()).startsWith(8L, 9L, 10L, 11L);

        ingestion.breakAfter(Integer.MAX_VALUE);
        run(producer);

        assertThat(producer.open()).isEmpty();
        assertThat(ingestion.keys()).hasSize(SIZE);
        assertThat(heard.verdicts()).contains("8 again @8", "11 again @11", "12@12", "24@24");
        assertThat(heard.verdicts()).hasSize(SIZE);
    }

    @Test
    void offersRefusedRecordsAgain() {
        ingestion.refuse(2);

        run(producer(0));

        assertThat(heard.verdicts())
                .filteredOn(verdict -> verdict.endsWith("refused"))
                .hasSize(8);
        assertThat(heard.verdicts())
                .filteredOn(verdict -> verdict.contains("@"))
                .hasSize(SIZE);
        assertThat(ingestion.keys()).hasSize(SIZE);
    }

    @Test
    void sendsEverySoManiethFrameTwice() {
        run(producer(3));

        assertThat(heard.verdicts())
                .filteredOn(verdict -> verdict.contains("again"))
                .containsExactly(
                        "8 again @8",
                        "9 again @9",
                        "10 again @10",
                        "11 again @11",
                        "20 again @20",
                        "21 again @21",
                        "22 again @22",
                        "23 again @23");
        assertThat(ingestion.keys()).hasSize(SIZE);
    }

    @Test
    void sendsNothingNewOnceStopped() {
        Producer producer = producer(0);
        producer.stop();

        run(producer);

        assertThat(ingestion.frames()).isEmpty();
    }

    @Test
    void noticesARecordWithoutAVerdict() {
        ingestion.distort(answer -> answer.toBuilder().removeAccepted(1).build());

        assertThatThrownBy(() -> run(producer(0)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("a frame of 4 records was answered with 3 verdicts");
    }

    @Test
    void noticesARecordWithTwoVerdicts() {
        ingestion.distort(
                answer -> answer.toBuilder().addAccepted(answer.getAccepted(0)).build());

        assertThatThrownBy(() -> run(producer(0)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining("second verdict");
    }

    @Test
    void noticesAnAnswerOutOfOrder() {
        ingestion.distort(
                answer -> answer.toBuilder().setFrameId(answer.getFrameId() + 1).build());

        assertThatThrownBy(() -> run(producer(0)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessage("answer to frame 2 came when that to 1 was due");
    }

    private Producer producer(int repeatEvery) {
        ProducerSettings settings = new ProducerSettings("s", "k-", 4, 3, false, repeatEvery);
        return new Producer(settings, events, Numbers.below(SIZE), heard);
    }

    private static void run(Producer producer) {
        try (GrpcClient client =
                new GrpcClient(InProcessChannelBuilder.forName("producer-test").build(), "ttd_live_x")) {
            producer.run(client, Pace.unlimited());
        }
    }
}
