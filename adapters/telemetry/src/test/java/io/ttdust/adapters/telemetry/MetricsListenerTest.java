package io.ttdust.adapters.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsListenerTest {

    // Read once, before the first listener starts.
    static {
        System.setProperty("sun.net.httpserver.maxReqTime", "1");
    }

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final AtomicReference<Supplier<String>> text = new AtomicReference<>(() -> "up 1\n");
    private final MetricsListener listener =
            MetricsListener.start(ANY, () -> text.get().get());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        listener.close();
    }

    @Test
    void servesTheMetricsAndNothingElse() throws Exception {
        HttpResponse<String> answer = send("GET", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("up 1\n");
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(send("GET", "/metrics?name=x").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/metrics/x").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/api/v1/streams").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/metrics").body()).isEmpty();
    }

    @Test
    void aScrapeThatFailsHasNoDetailAndDoesNotEndTheListener() throws Exception {
        text.set(() -> {
            throw new IllegalStateException("secret");
        });
        HttpResponse<String> answer = send("GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEmpty();

        text.set(() -> "up 2\n");
        assertThat(send("GET", "/metrics").body()).isEqualTo("up 2\n");
    }

    @Test
    @Tag("B13")
    void aRequestThatIsNeverFinishedIsCutOff() throws IOException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            slow.setSoTimeout(30_000);
            slow.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));

            assertThat(slow.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void anAddressThatIsTakenIsNamed() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());

        assertThatThrownBy(() -> MetricsListener.start(taken, () -> ""))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(listener.port()));
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(listener.port(), path)))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
