package io.ttdust.adapters.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.grpc.GrpcSettings.Patience;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
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

    private static GrpcSettings impatient(InetSocketAddress address) {
        Patience patience = new Patience(Duration.ofMillis(300), Duration.ofMillis(300));
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
}
