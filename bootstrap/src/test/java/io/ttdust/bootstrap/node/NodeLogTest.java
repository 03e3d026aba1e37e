package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import io.ttdust.domain.stream.VersionChoice;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NodeLogTest {

    private static final Instant MADE = Instant.parse("2026-03-01T12:00:00.123Z");

    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();

    private void create(String name, Instant made) {
        Random random = new Random(1);
        streams.create(new StreamDefinition(
                new StreamId(UuidV7.of(made.toEpochMilli(), random)),
                new StreamName(name),
                "",
                new SchemaId(UuidV7.of(1, random)),
                VersionChoice.LATEST,
                1,
                1,
                Map.of(),
                StreamStatus.ACTIVE,
                made));
    }

    @Test
    @Tag("F15")
    void theNewestStreamIsTakenWhateverTheClockSays() {
        create("older", MADE.minusSeconds(7200));
        create("newest", MADE);

        assertThat(NodeLog.newestStreamMicros(streams)).isEqualTo(MADE.toEpochMilli() * 1_000);
    }

    @Test
    void withoutStreamsThereIsNone() {
        assertThat(NodeLog.newestStreamMicros(streams)).isZero();
    }
}
