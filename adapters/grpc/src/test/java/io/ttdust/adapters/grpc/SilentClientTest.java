package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.FrameClient.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.ttdust.adapters.grpc.GrpcSettings.Patience;
import io.ttdust.proto.ingestion.v1.IngestionServiceGrpc;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How long the server waits for clients that do not go on.
@Timeout(60)
@Tag("F28")
class SilentClientTest {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private final LocalNode node = LocalNode.start(SilentClientTest::impatient);

    private final Channel channel = node.channel();

    private static GrpcSettings impatient(InetSocketAddress address) {
        // The library asks for a sign of life after ten seconds at the earliest.
        Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofMillis(400));
        return LocalNode.usual(address).with(64 << 20, Duration.ofSeconds(10), patience);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aConnectionThatGivesNoSignOfLifeIsClosed() throws Exception {
        try (Socket vanished = new Socket(InetAddress.getLoopbackAddress(), node.server.port())) {
            vanished.getOutputStream().write(PREFACE);
            vanished.getOutputStream().write(NO_SETTINGS);
            // Answers no ping. Reads to the end, which would else not come within the time.
            vanished.setSoTimeout((int) Duration.ofSeconds(20).toMillis());

            assertThat(vanished.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void aCallOfManyMessagesEndsWhenOneStalls() throws Exception {
        endsAfterHalfAMessage(IngestionServiceGrpc.getIngestRecordsMethod());
    }

    @Test
    void aUnaryCallEndsWhenItsMessageStalls() throws Exception {
        endsAfterHalfAMessage(IngestionServiceGrpc.getIngestMethod());
        endsAfterHalfAMessage(QueryServiceGrpc.getQueryTimeRangeMethod());
    }

    private void endsAfterHalfAMessage(MethodDescriptor<?, ?> method) throws Exception {
        FrameClient neighbour = new FrameClient(channel);
        assertThat(neighbour.ask(frame(1, "a")).hasError()).isFalse();
        StallingCall<?> call = StallingCall.of(method, channel);
        call.sendHalf();
        // What is sent leaves when the connection has something else to send; besides, it is alive.
        assertThat(neighbour.ask(frame(2, "a")).hasError()).isFalse();

        Status end = call.end();

        assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(end.getDescription())
                .contains("did not arrive within 400 ms")
                .contains("smaller messages");
        assertThat(neighbour.ask(frame(3, "a")).hasError()).isFalse();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (node.server.requestBytes() > 0 && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(1_000_000); // given back by a thread of the server's, after the answer has left
        }
        assertThat(node.server.requestBytes()).isZero();
    }

    @Test
    void aCallThatIsIdleBetweenMessagesGoesOn() throws Exception {
        FrameClient client = new FrameClient(channel);
        assertThat(client.ask(frame(1, "a")).hasError()).isFalse();

        // Waits for something that must not happen.
        assertThat(client.endsWithin(Duration.ofSeconds(1))).isFalse();

        assertThat(client.ask(frame(2, "a")).hasError()).isFalse();
    }
}
