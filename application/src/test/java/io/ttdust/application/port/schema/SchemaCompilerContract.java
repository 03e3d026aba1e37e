package io.ttdust.application.port.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.PayloadSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [SchemaCompiler] promises. An adapter's test extends this and supplies the compiler.
///
/// It uses only definitions that the simplest compiler understands: `{}` and
/// `{"type":"object","required":[...]}`.
public abstract class SchemaCompilerContract {

    private static final String ANY = "{}";
    private static final String ORDER = "{\"type\":\"object\",\"required\":[\"id\",\"total\"]}";

    protected abstract SchemaCompiler compiler();

    @Test
    protected void anEmptySchemaTakesEveryObject() {
        PayloadSchema schema = compiled(ANY).schema();

        assertThat(check(schema, "{}")).isNull();
        assertThat(check(schema, " {\"a\": [1, {\"b\": null}]} ")).isNull();
    }

    @Test
    protected void aMissingMemberIsAViolationThatNamesIt() {
        PayloadSchema schema = compiled(ORDER).schema();

        assertThat(check(schema, "{\"id\":1,\"total\":2}")).isNull();
        Problem problem = problemOf(schema, "{\"id\":1}");

        assertThat(problem.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
        assertThat(problem.violations()).hasSize(1);
        Violation violation = problem.violations().getFirst();
        assertThat(violation.pointer()).isEmpty();
        assertThat(violation.keyword()).isEqualTo("required");
        assertThat(violation.message()).contains("total");
        assertThat(violation.schemaPointer()).isEqualTo("/required");
    }

    @Test
    protected void whatIsNotAJsonObjectIsInvalidJson() {
        PayloadSchema schema = compiled(ANY).schema();

        for (String payload : List.of("", " ", "[]", "\"text\"", "1", "null", "{", "{} {}", "{\"a\":1,}")) {
            assertThat(problemOf(schema, payload).code()).as(payload).isEqualTo(ErrorCode.INVALID_JSON);
        }
    }

    @Test
    protected void onlyTheBytesOfTheSliceAreReadAndNoneIsChanged() {
        PayloadSchema schema = compiled(ORDER).schema();
        String payload = "{\"id\":1,\"total\":2}";
        byte[] bytes = ("}}{" + payload + "{{").getBytes(StandardCharsets.UTF_8);
        byte[] before = bytes.clone();

        assertThat(schema.check(bytes, 3, payload.length())).isNull();
        assertThat(schema.check(bytes, 3, payload.length() + 1)).isNotNull();
        assertThat(schema.check(bytes, 3, payload.length() - 1)).isNotNull();
        assertThat(bytes).isEqualTo(before);
    }

    @Test
    protected void theFingerprintIsASha256ThatSpacesDoNotChange() {
        String fingerprint = compiled(ORDER).fingerprint();

        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(compiled("{ \"type\": \"object\", \"required\": [\"id\", \"total\"] }\n")
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(compiled(ANY).fingerprint()).isNotEqualTo(fingerprint);
    }

    @Test
    protected void whatIsNoSchemaIsRefusedWithAViolation() {
        for (String definition : List.of("\"any\"", "3", "{\"required\": 7}", "{\"$ref\": \"http://localhost/a\"}")) {
            Problem problem = refused(definition);
            assertThat(problem.code()).as(definition).isEqualTo(ErrorCode.SCHEMA_INVALID);
            assertThat(problem.violations()).as(definition).isNotEmpty();
        }
        assertThat(refused("{").code()).isEqualTo(ErrorCode.INVALID_JSON);
    }

    protected final CompiledSchema compiled(String definition) {
        return switch (compiler().compile(definition)) {
            case Result.Ok<CompiledSchema>(CompiledSchema schema) -> schema;
            case Result.Refused<CompiledSchema>(Problem problem) ->
                throw new AssertionError("%s was refused: %s".formatted(definition, problem));
        };
    }

    protected final Problem refused(String definition) {
        return switch (compiler().compile(definition)) {
            case Result.Ok<CompiledSchema> ok -> throw new AssertionError("%s was accepted".formatted(definition));
            case Result.Refused<CompiledSchema>(Problem problem) -> problem;
        };
    }

    protected static Problem problemOf(PayloadSchema schema, String payload) {
        Problem problem = check(schema, payload);
        if (problem == null) {
            throw new AssertionError("%s was accepted".formatted(payload));
        }
        return problem;
    }

    protected static @Nullable Problem check(PayloadSchema schema, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        return schema.check(bytes, 0, bytes.length);
    }
}
