package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {

    // Readiness is cached for a second, so each test asks a server of its own.

    @Test
    void aLiveServerSaysSo() {
        try (RunningServer server = RunningServer.start()) {
            Answer answer = server.send(server.anonymous("/health/live")).isOk(200);

            assertThat(answer.at("status")).isEqualTo("ok");
            assertThat(answer.text("timestamp")).matches(".*T.*\\.\\d{6}Z");
        }
    }

    @Test
    void componentsAreShownToCallersWithAKeyOnly() {
        try (RunningServer server = RunningServer.start()) {
            Answer bare = server.send(server.anonymous("/health/ready")).isOk(200);
            Answer wrong = server.send(server.anonymous("/health/ready").header("X-API-Key", "nonsense"));
            Answer full = server.get("/api/v1/health/ready").isOk(200);

            assertThat(bare.body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(wrong.body()).isEqualTo(bare.body());
            assertThat(full.at("status")).isEqualTo("ok");
            assertThat(full.at("components/metadata/status")).isEqualTo("ok");
            assertThat(full.at("components/metadata/latency_ms")).isInstanceOf(Long.class);
            assertThat(full.at("components/metadata/error")).isNull();
        }
    }

    @Test
    @Tag("F20")
    void aComponentThatIsNotRequiredDegrades() {
        try (RunningServer server = RunningServer.start()) {
            server.metadataError.set("connection refused");

            Answer full = server.get("/health/ready").isOk(200);

            assertThat(full.at("status")).isEqualTo("degraded");
            assertThat(full.at("components/metadata/status")).isEqualTo("unavailable");
            assertThat(full.at("components/metadata/error")).isEqualTo("connection refused");
            assertThat(server.send(server.anonymous("/health/ready")).body()).isEqualTo("{\"status\":\"degraded\"}");
        }
    }

    @Test
    @Tag("F30")
    void aDrainingServerIsAliveButNotReady() {
        try (RunningServer server = RunningServer.start()) {
            server.lifecycle.draining();

            assertThat(server.send(server.anonymous("/health/ready")).isOk(503).body())
                    .isEqualTo("{\"status\":\"unavailable\"}");
            server.send(server.anonymous("/health/live")).isOk(200);
        }
    }
}
