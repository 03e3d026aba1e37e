package io.ttdust.adapters.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConcurrentChecksTest {

    private static final int THREADS = 8;
    private static final int CHECKS = 5_000;

    private static final String DEFINITION = """
            {"definitions":{"node":{"type":"object","required":["id"],"additionalProperties":{"$ref":"#/definitions/node"},
              "properties":{"id":{"type":"string","pattern":"^[a-f]+[0-9]*$"},"at":{"format":"date-time"},
                "tags":{"uniqueItems":true,"items":{"enum":["a","b",3]}},"n":{"oneOf":[{"minimum":5},{"multipleOf":2}]}}}},
             "$ref":"#/definitions/node"}""";

    @Test
    void manyThreadsGetTheVerdictsOneThreadGets() throws InterruptedException, ExecutionException {
        long seed = 7_007L;
        Random random = new Random(seed);
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            payloads.add(node(random, 3));
        }
        ProgramSchema alone = Compile.schema(DEFINITION);
        List<@Nullable Problem> expected = new ArrayList<>();
        payloads.forEach(payload -> expected.add(Compile.check(alone, payload)));
        assertThat(expected.stream().filter(Objects::isNull).count())
                .as("seed %d", seed)
                .isBetween(40L, 360L);

        // Fresh, so that the threads also race through its first use.
        ProgramSchema shared = Compile.schema(DEFINITION);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Integer>> runs = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random order = new Random(seed + thread);
                runs.add(() -> differences(shared, payloads, expected, order));
            }
            for (Future<Integer> run : threads.invokeAll(runs)) {
                assertThat(run.get()).as("seed %d", seed).isZero();
            }
        }
    }

    private static int differences(
            ProgramSchema schema, List<String> payloads, List<@Nullable Problem> expected, Random order) {
        int differences = 0;
        for (int i = 0; i < CHECKS; i++) {
            int index = order.nextInt(payloads.size());
            differences += Objects.equals(Compile.check(schema, payloads.get(index)), expected.get(index)) ? 0 : 1;
        }
        return differences;
    }

    private static String node(Random random, int depth) {
        StringBuilder node = new StringBuilder("{\"id\":\"")
                .append(random.nextInt(12) == 0 ? "x" : "ab12")
                .append('"');
        if (random.nextBoolean()) {
            node.append(",\"at\":\"2025-01-15T10:30:0")
                    .append(random.nextInt(20) == 0 ? "x" : "1")
                    .append("Z\"");
        }
        if (random.nextBoolean()) {
            node.append(",\"tags\":[\"a\",")
                    .append(random.nextInt(8) == 0 ? "\"a\"" : "3.0")
                    .append(']');
        }
        if (random.nextBoolean()) {
            node.append(",\"n\":").append(1 + random.nextInt(9));
        }
        if (depth > 0 && random.nextBoolean()) {
            node.append(",\"child").append(random.nextInt(3)).append("\":").append(node(random, depth - 1));
        }
        return node.append('}').toString();
    }
}
