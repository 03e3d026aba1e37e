package io.ttdust.adapters.jsonschema.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.adapters.jsonschema.JsonSchemaComparison;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler.Compiled;
import io.ttdust.adapters.jsonschema.ProgramSchema;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// If a pair is called compatible, then no value that the one schema accepts is refused by the other.
class GeneratedPairsTest {

    /// `-Dttdust.compatibility.pairs=200000` for a longer run, `-Dttdust.compatibility.seed=S` for another one.
    private static final int PAIRS = Integer.getInteger("ttdust.compatibility.pairs", 3_000);

    private static final long SEED = Long.getLong("ttdust.compatibility.seed", 20_261_121L);
    private static final int VALUES_PER_PAIR = 40;

    private static final JsonSchemaCompiler COMPILER = new JsonSchemaCompiler();
    private static final JsonSchemaComparison COMPARISON = new JsonSchemaComparison();

    private int pairs;
    private int compatible;
    private int refuted;
    private long accepted;

    @Test
    void noValueThatTheOneAcceptsIsRefusedByTheOtherThatIsCalledCompatible() {
        for (long seed = SEED; pairs < PAIRS; seed++) {
            pair(seed);
        }

        String counted = "%d pairs from seed %d, %d compatible, %d surely not, %d values accepted"
                .formatted(pairs, SEED, compatible, refuted, accepted);
        System.getLogger(GeneratedPairsTest.class.getName()).log(System.Logger.Level.INFO, counted);
        assertThat(compatible).as(counted).isGreaterThan(pairs / 5);
        assertThat(refuted).as(counted).isGreaterThan(pairs / 10);
        assertThat(accepted).as(counted).isGreaterThan(10L * compatible);
    }

    private void pair(long seed) {
        Random random = new Random(seed);
        RandomSchemas schemas = new RandomSchemas(random);
        boolean recursive = random.nextInt(3) == 0;
        ObjectNode before = recursive ? new RecursiveSchemas(random).definition() : schemas.definition();
        ObjectNode after =
                recursive && random.nextBoolean() ? new RecursiveSchemas(random).definition() : schemas.changed(before);
        ProgramSchema old = compiled(before);
        ProgramSchema latest = compiled(after);
        if (old == null || latest == null || before.equals(after)) {
            return;
        }
        boolean there = random.nextBoolean();
        JsonNode narrow = there ? before : after;
        ProgramSchema accepting = there ? old : latest;
        ProgramSchema refusing = there ? latest : old;
        CompatibilityMode mode = there ? CompatibilityMode.BACKWARD : CompatibilityMode.FORWARD;
        List<Incompatibility> findings = COMPARISON.compare(before.toString(), after.toString(), mode);
        pairs++;
        compatible += findings.isEmpty() ? 1 : 0;
        RandomValues values = new RandomValues(random, narrow);
        boolean refused = false;
        for (int i = 0; i < VALUES_PER_PAIR; i++) {
            JsonNode value = values.next();
            if (accepts(accepting, value)) {
                accepted += findings.isEmpty() ? 1 : 0;
                if (!accepts(refusing, value)) {
                    refused = true;
                    assertThat(findings)
                            .as("seed %d, %s, before %s, after %s, value %s", seed, mode, before, after, value)
                            .isNotEmpty();
                }
            }
        }
        refuted += refused ? 1 : 0;
    }

    private static boolean accepts(ProgramSchema schema, JsonNode value) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        return schema.checkAny(bytes, 0, bytes.length) == null;
    }

    private static @Nullable ProgramSchema compiled(JsonNode definition) {
        return COMPILER.compileAny(definition.toString()) instanceof Result.Ok<Compiled>(Compiled compiled)
                ? compiled.schema()
                : null;
    }
}
