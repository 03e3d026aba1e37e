package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.rest.metrics.HttpConnections;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.telemetry.TallyingIngestMeter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who may read metrics is in [PermissionsTest]; here is what they get, and what this adapter tells for them.
@Timeout(60)
class MetricsRouteTest extends ServerTest {

    @Test
    void isTextWithItsVersion() {
        Answer answer = server.get("/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("up 1\n");
        assertThat(answer.header("content-type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    @Tag("B14")
    void needsAKeyUnlessTheOperatorOpenedIt() {
        server.send(server.anonymous("/metrics")).isProblem(401, "AUTHENTICATION_FAILED");
        try (RunningServer open = RunningServer.startWithOpenMetrics()) {
            assertThat(open.send(open.anonymous("/metrics")).status()).isEqualTo(200);
            open.send(open.anonymous("/api/v1/streams")).isProblem(401, "AUTHENTICATION_FAILED");
        }
    }

    @Test
    void everyRecordThatIsDecodedIsToldAndAnsweredOnce() {
        try (RunningServer own = RunningServer.start()) {
            String records = own.newStream();
            String type = "application/vnd.ttdust.records+json";
            own.post(records, "{\"user_id\":\"ann\"}").isOk(200);
            own.post(records, "[{\"user_id\":\"ann\"},{}]").isOk(200);
            own.post(records, type, utf8("[{\"payload\":{\"user_id\":\"a\"}},{\"payload\":1,\"x\":2},{}]"))
                    .isOk(200);
            own.post(records, type, utf8("[{},{}]")).isOk(200);
            own.log.poison(new StorageException("cable cut"));
            own.post(records, type, utf8("[{\"payload\":{\"user_id\":\"a\"}},{}]"));

            TallyingIngestMeter meter = own.meter;
            long offered = meter.batches.stream()
                    .filter(TallyingIngestMeter.Offered::isOver)
                    .mapToInt(batch -> batch.records)
                    .sum();
            long refused = meter.refusals.stream()
                    .mapToInt(line -> Integer.parseInt(line.split(" ", -1)[1]))
                    .sum();
            assertThat(meter.requests).hasValue(5);
            assertThat(meter.received).hasValue(1 + 2 + 3 + 2 + 2);
            assertThat(offered + refused).isEqualTo(meter.received.get());
            assertThat(refused).isEqualTo(2 + 2 + 1);
        }
    }

    @Test
    void connectionsAreCountedWhileTheyAreOpen() {
        try (RunningServer own = RunningServer.start()) {
            HttpConnections connections = own.context.getBean(HttpConnections.class);
            assertThat(connections.count()).isZero();
            try (RawConnection first = own.connect();
                    RawConnection second = own.connect()) {
                await(() -> connections.count() == 2);
                assertThat(first).isNotSameAs(second);
            }
            await(() -> connections.count() == 0);
        }
    }

    /// The server notices a connection on a thread of its own and tells nobody, so there is only its count to look
    /// at again after a moment.
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
