package io.ttdust.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.PayloadSchema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClickEventsTest {

    private static final int COUNT = 2_000;

    @Test
    void everyEventIsValidAndHasOneKibibyte() {
        PayloadSchema schema = switch (new JsonSchemaCompiler()
                .compile(new String(GeneratedClicks.schema(), StandardCharsets.UTF_8))) {
            case Result.Ok<CompiledSchema>(CompiledSchema compiled) -> compiled.schema();
            case Result.Refused<CompiledSchema>(Problem problem) -> throw new AssertionError(problem);
        };

        for (byte[] event : ClickEvents.generate(7, COUNT)) {
            assertThat(event).hasSize(1024);
            assertThat(schema.check(event, 0, event.length))
                    .as(new String(event, StandardCharsets.UTF_8))
                    .isNull();
        }
    }

    @Test
    void noTwoEventsAreAlike() {
        Set<ByteBuffer> distinct = new HashSet<>();
        ClickEvents.generate(7, COUNT).forEach(event -> distinct.add(ByteBuffer.wrap(event)));

        assertThat(distinct).hasSize(COUNT);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        List<byte[]> once = ClickEvents.generate(7, 3);
        List<byte[]> again = ClickEvents.generate(7, 3);

        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i)).isEqualTo(once.get(i));
        }
    }
}
