package io.ttdust.adapters.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.json.Json;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The required tests of the JSON Schema organisation for draft-07.
@Tag("shared-data")
class OfficialSuiteTest {

    private static final int TESTS = 927;
    private static final int REMOTE_TESTS = 23;

    /// Groups that need a document from elsewhere: their schemas are refused, which is the answer wanted.
    private static final String REMOTE = "refRemote.json";

    /// Tests whose verdict differs, each with its reason; none may join unnoticed.
    private static final Set<String> KNOWN_DIFFERENCES = Set.of();

    private final JsonSchemaCompiler compiler = new JsonSchemaCompiler();
    private final List<String> wrong = new ArrayList<>();
    private int passed;
    private int refused;

    @Test
    void givesTheVerdictOfEveryRequiredTestAndRefusesTheRemoteReferences(TestReporter reporter) throws IOException {
        Path suite = Path.of(Objects.requireNonNull(System.getProperty("ttdust.shared-data")))
                .resolve("json-schema-test-suite/draft7");
        try (Stream<Path> files = Files.list(suite)) {
            for (Path file : files.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                JsonNode groups = Json.read(bytes);
                groups.forEach(group -> run(file.getFileName().toString(), group));
            }
        }

        reporter.publishEntry("passed %d, refused %d, wrong %d".formatted(passed, refused, wrong.size()));
        assertThat(wrong).as("unexplained differences").containsExactlyInAnyOrderElementsOf(KNOWN_DIFFERENCES);
        assertThat(passed).isEqualTo(TESTS - REMOTE_TESTS);
        assertThat(refused).isEqualTo(REMOTE_TESTS);
    }

    private void run(String file, JsonNode group) {
        String groupName = file + ": " + group.get("description").asText();
        Result<JsonSchemaCompiler.Compiled> result =
                compiler.compileAny(group.get("schema").toString());
        switch (result) {
            case Result.Ok<JsonSchemaCompiler.Compiled>(JsonSchemaCompiler.Compiled compiled) -> {
                for (JsonNode test : group.get("tests")) {
                    judge(groupName, test, compiled.schema());
                }
            }
            case Result.Refused<JsonSchemaCompiler.Compiled>(Problem problem) -> {
                boolean remote = file.equals(REMOTE) && problem.code() == ErrorCode.SCHEMA_INVALID;
                for (JsonNode test : group.get("tests")) {
                    if (remote) {
                        refused++;
                    } else {
                        wrong.add("%s / %s: refused: %s"
                                .formatted(groupName, test.get("description").asText(), problem.violations()));
                    }
                }
            }
        }
    }

    private void judge(String group, JsonNode test, ProgramSchema schema) {
        byte[] data = test.get("data").toString().getBytes(StandardCharsets.UTF_8);
        Problem problem = schema.checkAny(data, 0, data.length);
        if (test.get("valid").booleanValue() == (problem == null)) {
            passed++;
        } else {
            wrong.add("%s / %s".formatted(group, test.get("description").asText()));
        }
    }
}
