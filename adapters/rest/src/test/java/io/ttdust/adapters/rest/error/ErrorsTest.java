package io.ttdust.adapters.rest.error;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ttdust.adapters.rest.Answer;
import io.ttdust.adapters.rest.ServerTest;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ErrorsTest extends ServerTest {

    @Test
    void theTraceIdIsTheOneTheCallerBrings() {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";

        Answer answer = server.send(
                server.request("/api/v1/nothing").header("traceparent", "00-" + id + "-00f067aa0ba902b7-01"));

        assertThat(answer.isProblem(404, "NOT_FOUND").at("trace_id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736"
            })
    void aMalformedTraceParentIsReplaced(String traceParent) {
        Answer first = server.send(server.request("/api/v1/nothing").header("traceparent", traceParent));
        Answer second = server.send(server.request("/api/v1/nothing").header("traceparent", traceParent));

        first.isProblem(404, "NOT_FOUND");
        assertThat(first.at("trace_id"))
                .isNotEqualTo(second.at("trace_id"))
                .isNotEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void whatNobodyExpectedIsLoggedUnderTheTraceIdAndNotShown() {
        // A stored stream whose schema is not stored is a defect, not an answer.
        server.streams.create(new StreamDefinition(
                StreamId.parse("str_019b76da-a800-7000-8000-000000000001"),
                new StreamName("broken"),
                "",
                new SchemaId(UUID.fromString("019b76da-a800-7000-8000-0000000000ff")),
                1,
                1,
                Map.of(),
                StreamStatus.ACTIVE,
                Instant.EPOCH));
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger(ThrownErrors.class);
        logger.addAppender(logged);
        try {
            Answer answer = server.get("/api/v1/streams/broken").isProblem(500, "INTERNAL_ERROR");

            assertThat(answer.at("retryable")).isEqualTo(true);
            assertThat(answer.body()).doesNotContain("broken", "schema");
            assertThat(logged.list).hasSize(1);
            assertThat(logged.list.getFirst().getFormattedMessage()).contains(answer.text("trace_id"));
            assertThat(logged.list.getFirst().getThrowableProxy().getMessage()).contains("which is not stored");
        } finally {
            logger.detachAppender(logged);
        }
    }
}
