package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.metrics.MetricsText;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.bootstrap.Core;
import io.ttdust.bootstrap.InMemoryCore;
import io.ttdust.bootstrap.config.HostPort;
import io.ttdust.domain.access.ApiKeySecret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RestServerTest {

    /// Long enough for a request on its way to reach the log on a busy machine.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemoryRecordLog log = new InMemoryRecordLog(InstantSource.system());
    private final Core core = InMemoryCore.over(log);
    private final RestServer server =
            RestServer.start(core, new HostPort("127.0.0.1", 0), new MetricsText(() -> ""), "reader");

    @Test
    @Tag("F30")
    void answersWhatIsInFlightBeforeItEnds() throws Exception {
        String key = core.ensureAdminKey().ensure().map(ApiKeySecret::reveal).orElseThrow();
        String schema = InMemoryCore.value(core.schemas().create().create("default", "any-object", "", "{}", null))
                .latest()
                .schemaId()
                .toString();
        InMemoryCore.value(core.createStream().create("events", schema, "", 1, Map.of()));
        core.lifecycle().serving();
        log.holdDurability();
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:%d/api/v1/streams/events/records".formatted(server.port())))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"n\":1}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            awaitStaged();

            CountDownLatch closed = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                server.close(PATIENCE);
                closed.countDown();
            });
            assertThat(closed.await(300, TimeUnit.MILLISECONDS))
                    .as("closed too early")
                    .isFalse();
            log.releaseDurability();

            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
            assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("closed")
                    .isTrue();
        }
    }

    /// The fake log closes time only while nothing waits for durability, which shows when the record has arrived.
    private void awaitStaged() {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        long through = log.horizon().throughMicros();
        long again = log.horizon().throughMicros();
        while (again != through || !stands(again)) {
            assertThat(System.nanoTime()).as("the record did not reach the log").isLessThan(giveUp);
            through = again;
            Thread.onSpinWait();
            again = log.horizon().throughMicros();
        }
    }

    private boolean stands(long through) {
        long later = System.nanoTime() + Duration.ofMillis(5).toNanos();
        while (System.nanoTime() < later) {
            Thread.onSpinWait();
        }
        return log.horizon().throughMicros() == through;
    }
}
