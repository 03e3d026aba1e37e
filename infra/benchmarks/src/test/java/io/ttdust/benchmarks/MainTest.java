package io.ttdust.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttdust.benchmarks.report.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void listsTheBenchmarksWhenNoneIsNamed() {
        assertThat(run()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("floor", "log", "ingest", "parquet", "validate", "jmh");
    }

    @Test
    void refusesABenchmarkThatDoesNotExist() {
        assertThat(run("nonsense")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nonsense");
    }

    @Test
    void printsOneJsonObjectLastAndLeavesNothingBehind(@TempDir Path directory) throws IOException {
        int exit = run("floor", "--dir", directory.toString(), "--rounds", "1", "--turn-millis", "20", "--json");

        assertThat(exit).isZero();
        JsonNode json = new ObjectMapper().readTree(lines().getLast());
        for (String field : List.of(
                "floor_1k_p50_us",
                "floor_1m_mb_s",
                "growing_1k_p50_us",
                "growing_1m_mb_s",
                "floor_direct_4k_p50_us",
                "floor_direct_1m_mb_s")) {
            assertThat(json.has(field)).as(field).isTrue();
        }
        assertThat(json.path("floor_1k_p50_us").asDouble()).isPositive();
        assertThat(json.path("bytes").asLong()).isPositive();
        assertThat(json.path("machine").path("cores").asInt()).isPositive();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void measuresValidationOnlyAfterEveryVerdictWasRight() throws IOException {
        assertThat(run("validate", "--rounds", "1", "--turn-millis", "1", "--json"))
                .as("%s", out)
                .isZero();

        JsonNode json = new ObjectMapper().readTree(lines().getLast());
        for (String shape : List.of("V", "I", "V50", "V200")) {
            for (String field : List.of("ns", "networknt_ns", "jackson_ns")) {
                assertThat(json.path(shape + "_" + field).asDouble())
                        .as(shape + "_" + field)
                        .isPositive();
            }
            assertThat(json.path(shape + "_alloc_bytes").isNumber()).as(shape).isTrue();
        }
        assertThat(json.path("I_alloc_bytes").asDouble()).isPositive();
        assertThat(json.path("compile_us").asDouble()).isPositive();
        assertThat(json.path("V_threads2_per_s").asDouble()).isPositive();
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private int run(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.commandLine(console).execute(arguments);
    }
}
