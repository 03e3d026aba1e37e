package io.ttdust.adapters.jsonschema;

import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Short ways to compile and check in tests.
final class Compile {

    private static final JsonSchemaCompiler COMPILER = new JsonSchemaCompiler();

    private Compile() {}

    static ProgramSchema schema(String definition) {
        return switch (COMPILER.compileAny(definition)) {
            case Result.Ok<JsonSchemaCompiler.Compiled>(JsonSchemaCompiler.Compiled compiled) -> compiled.schema();
            case Result.Refused<JsonSchemaCompiler.Compiled>(Problem problem) ->
                throw new AssertionError("%s was refused: %s".formatted(shortened(definition), problem));
        };
    }

    static Problem refusal(String definition) {
        return switch (COMPILER.compileAny(definition)) {
            case Result.Ok<JsonSchemaCompiler.Compiled> ok ->
                throw new AssertionError("%s was accepted".formatted(shortened(definition)));
            case Result.Refused<JsonSchemaCompiler.Compiled>(Problem problem) -> problem;
        };
    }

    static @Nullable Problem check(ProgramSchema schema, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return schema.check(bytes, 0, bytes.length);
    }

    static Problem problem(ProgramSchema schema, String payload) {
        Problem problem = check(schema, payload);
        if (problem == null) {
            throw new AssertionError("%s was accepted".formatted(shortened(payload)));
        }
        return problem;
    }

    static boolean valid(ProgramSchema schema, String payload) {
        return check(schema, payload) == null;
    }

    static List<Violation> violations(ProgramSchema schema, String payload) {
        Problem problem = check(schema, payload);
        return problem == null ? List.of() : problem.violations();
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }
}
