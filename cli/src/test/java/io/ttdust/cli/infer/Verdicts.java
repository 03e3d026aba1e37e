package io.ttdust.cli.infer;

import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a server says.
final class Verdicts {

    private static final JsonSchemaCompiler COMPILER = new JsonSchemaCompiler();

    private final CompiledSchema schema;

    private Verdicts(CompiledSchema schema) {
        this.schema = schema;
    }

    /// Those of a schema that a server would register.
    static Verdicts of(String definition) {
        return switch (COMPILER.compile(definition)) {
            case Result.Ok<CompiledSchema>(CompiledSchema compiled) -> new Verdicts(compiled);
            case Result.Refused<CompiledSchema>(Problem problem) ->
                throw new AssertionError("%s was refused: %s".formatted(definition, problem));
        };
    }

    /// Why a record is refused; null when it is not.
    @Nullable
    Problem on(String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        return schema.schema().check(bytes, 0, bytes.length);
    }
}
