package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.PayloadSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schema that [StrictJson] reads payloads for and the library judges.
///
/// Safe for any number of threads: the compiled schema does not change after its first use, names are cached
/// without locks, everything else lives for one call.
final class LibrarySchema implements PayloadSchema {

    private final Schema schema;
    private final boolean matchesPatterns;
    private final int objectSteps;
    private final NameCache names = new NameCache();

    private LibrarySchema(Schema schema, boolean matchesPatterns, int objectSteps) {
        this.schema = schema;
        this.matchesPatterns = matchesPatterns;
        this.objectSteps = objectSteps;
    }

    static LibrarySchema of(SchemaDocument document) {
        PlainSchema.Written written = PlainSchema.of(document);
        Schema schema = Library.schema(written.schema(), document.patterns());
        return new LibrarySchema(schema, !document.patterns().isEmpty(), 1 + written.widestObject() / 8);
    }

    @Override
    public @Nullable Problem check(byte[] bytes, int offset, int length) {
        JsonNode payload;
        try {
            payload = StrictJson.read(bytes, offset, length, names);
        } catch (JsonRefusedException e) {
            return Problem.of(ErrorCode.INVALID_JSON, "Not strict JSON: " + e.message(), List.of(e.violation()));
        }
        if (!payload.isObject()) {
            String message = "a payload must be one JSON object, found " + Violations.typeOf(payload);
            return Problem.of(ErrorCode.INVALID_JSON, message, List.of(new Violation("", StrictJson.SYNTAX, message)));
        }
        return judge(payload, length);
    }

    /// The verdict on a value of any type that takes `length` bytes.
    @Nullable
    Problem judge(JsonNode value, int length) {
        List<Error> errors;
        try {
            errors = errors(value, length);
        } catch (Evaluation.WorkExceededException e) {
            String message = "judging this payload by its schema takes more work than its size allows;"
                    + " simplify the schema's alternatives or send smaller records";
            return Problem.of(ErrorCode.VALIDATION_ERROR, message, List.of(new Violation("", "$budget", message)));
        }
        if (errors.isEmpty()) {
            return null;
        }
        List<Violation> violations = Violations.of(errors);
        String first = violations.getFirst().message();
        return Problem.of(
                ErrorCode.VALIDATION_ERROR,
                violations.size() == 1
                        ? "The payload breaks its schema: " + first
                        : "The payload breaks its schema in %d places, first: %s".formatted(violations.size(), first),
                violations);
    }

    /// What the library holds against `value`, which takes `length` bytes.
    List<Error> errors(JsonNode value, int length) {
        Evaluation evaluation = new Evaluation(length, objectSteps);
        if (matchesPatterns) {
            evaluation.run(() -> schema.validate(evaluation, value));
        } else {
            schema.validate(evaluation, value);
        }
        return evaluation.getErrors();
    }
}
