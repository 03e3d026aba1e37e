package io.ttdust.simulation.suite;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler.Compiled;
import io.ttdust.adapters.jsonschema.ProgramSchema;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Judges every test of a folder of the suite by the compiled validator.
final class SuiteRun {

    /// Its groups need documents from elsewhere; the answer wanted is that their schemas are refused.
    private static final String REMOTE = "refRemote";

    private static final String SUFFIX = ".json";

    /// Numbers as they are written: one of the suite does not fit a double.
    private static final JsonMapper READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonSchemaCompiler compiler = new JsonSchemaCompiler();
    private final List<FileResult> files = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /// What became of the tests of one file.
    ///
    /// @param refused tests whose schema may not be registered, as it should be
    record FileResult(String name, int passed, int refused, int failed) {}

    /// What became of the tests of one group.
    private record GroupResult(int passed, int refused, int failed) {}

    /// Runs the files of `folder` in the order of their names.
    static SuiteRun of(Path folder) throws IOException {
        SuiteRun run = new SuiteRun();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                String file = path.getFileName().toString();
                run.runFile(file.substring(0, file.length() - SUFFIX.length()), READER.readTree(path.toFile()));
            }
        }
        return run;
    }

    private void runFile(String name, JsonNode groups) {
        int passed = 0;
        int refused = 0;
        int failed = 0;
        for (JsonNode group : groups) {
            GroupResult result = runGroup(name, group);
            passed += result.passed();
            refused += result.refused();
            failed += result.failed();
        }
        files.add(new FileResult(name, passed, refused, failed));
    }

    private GroupResult runGroup(String file, JsonNode group) {
        String name = file + ": " + group.path("description").asText();
        return switch (compiler.compileAny(group.path("schema").toString())) {
            case Result.Ok<Compiled>(Compiled compiled) -> judge(name, group.path("tests"), compiled.schema());
            case Result.Refused<Compiled>(Problem problem) -> {
                int tests = group.path("tests").size();
                boolean wanted = file.equals(REMOTE) && problem.code() == ErrorCode.SCHEMA_INVALID;
                if (!wanted) {
                    failures.add("%s: the schema was refused: %s".formatted(name, problem.message()));
                }
                yield new GroupResult(0, wanted ? tests : 0, wanted ? 0 : tests);
            }
        };
    }

    private GroupResult judge(String group, JsonNode tests, ProgramSchema schema) {
        int passed = 0;
        for (JsonNode test : tests) {
            byte[] data = test.path("data").toString().getBytes(StandardCharsets.UTF_8);
            Problem problem = schema.checkAny(data, 0, data.length);
            if (test.path("valid").booleanValue() == (problem == null)) {
                passed++;
            } else {
                failures.add("%s / %s: %s"
                        .formatted(
                                group,
                                test.path("description").asText(),
                                problem == null ? "accepted" : problem.violations()));
            }
        }
        return new GroupResult(passed, 0, tests.size() - passed);
    }

    List<FileResult> files() {
        return files;
    }

    /// Each test that failed, in a sentence.
    List<String> failures() {
        return failures;
    }

    int passed() {
        return files.stream().mapToInt(FileResult::passed).sum();
    }

    int refused() {
        return files.stream().mapToInt(FileResult::refused).sum();
    }

    int failed() {
        return files.stream().mapToInt(FileResult::failed).sum();
    }
}
