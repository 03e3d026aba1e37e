package io.ttdust.adapters.rest.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.RawConnection;
import io.ttdust.adapters.rest.RunningServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static String head(RunningServer server, String path, int length) {
        return "POST %s HTTP/1.1\nHost: x\nX-API-Key: %s\nContent-Type: application/json\nContent-Length: %d\n\n"
                .formatted(path, server.key, length);
    }

    @Test
    @Tag("F28")
    void aBodyThatStallsIsGivenUpWithItsConnection() {
        try (RunningServer server = RunningServer.start(new RequestLimits(SHORT, LONG, 1 << 20));
                RawConnection slow = server.connect()) {
            slow.send(head(server, server.newStream(), 100) + "{");

            String response = slow.response();

            assertThat(response).startsWith("HTTP/1.1 408").contains("\"code\":\"INVALID_REQUEST\"");
            assertThat(slow.closes()).isTrue();
            assertThat(server.context.getBean(BodyBudget.class).takenBytes()).isZero();
        }
    }

    @Test
    @Tag("F06")
    void whoHasWaitedForTheLogIsToldThatTheOutcomeIsOpen() {
        try (RunningServer server = RunningServer.start(new RequestLimits(LONG, SHORT, 1 << 20))) {
            String path = server.newStream();
            server.log.holdDurability();

            server.post(path, "{\"user_id\":1}").isProblem(503, "STORAGE_UNAVAILABLE");

            server.log.releaseDurability();
            server.post(path, "{\"user_id\":2}").isOk(200);
        }
    }

    @Test
    @Tag("F27")
    void bodiesBeyondTheBoundAreToldToComeBackAndSmallOnesOfOthersStillFit() {
        try (RunningServer server = RunningServer.start(new RequestLimits(LONG, LONG, 1 << 20))) {
            String path = server.newStream();
            try (RawConnection first = server.connect();
                    RawConnection second = server.connect()) {
                first.send(head(server, path, 1_000_000) + "{");
                awaitTaken(server, 1_000_000);

                second.send(head(server, path, 100_000) + "{");

                assertThat(second.response())
                        .startsWith("HTTP/1.1 429")
                        .contains("\"code\":\"OVERLOADED\"", "\"retry_after_ms\":1000")
                        .containsIgnoringCase("Retry-After: 1");
                server.post(path, "{\"user_id\":1}").isOk(200);
            }
            awaitTaken(server, 0);
        }
    }

    @Test
    void oneBodyAlwaysFits() {
        try (RunningServer server = RunningServer.start(new RequestLimits(LONG, LONG, 1000))) {
            String path = server.newStream();

            server.post(path, "{\"user_id\":\"%s\"}".formatted("x".repeat(5000)))
                    .isOk(200);

            assertThat(server.context.getBean(BodyBudget.class).takenBytes()).isZero();
        }
    }

    /// The server reads and forgets connections on threads of its own; nothing tells a test when.
    private static void awaitTaken(RunningServer server, long bytes) {
        BodyBudget budget = server.context.getBean(BodyBudget.class);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (budget.takenBytes() != bytes) {
            assertThat(System.nanoTime()).as("budget to hold %d bytes", bytes).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
