package io.ttdust.adapters.jsonschema.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.adapters.jsonschema.json.NameCache;
import io.ttdust.adapters.jsonschema.json.StrictJson;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A schema that [StrictJson] reads payloads for and the library judges.
///
/// Safe for any number of threads: the compiled schema does not change after its first use, names are cached
/// without locks, everything else lives for one call.
public final class LibrarySchema {

    /// The keyword of a payload whose judging costs too much.
    public static final String BUDGET = "$budget";

    private static final String META_SCHEMA = "/draft-07/schema";

    private final Schema schema;
    private final SchemaPlaces places;
    private final boolean matchesPatterns;
    private final int objectSteps;
    private final NameCache names = new NameCache();

    private LibrarySchema(Schema schema, SchemaPlaces places, boolean matchesPatterns, int objectSteps) {
        this.schema = schema;
        this.places = places;
        this.matchesPatterns = matchesPatterns;
        this.objectSteps = objectSteps;
    }

    /// Compiles a definition that holds nothing but draft-07 assertions and local references.
    ///
    /// @param places where its schemas stood before it was rewritten
    /// @param widestObject the most names any `properties` or `required` of it holds
    /// @param patterns every pattern of it by its text
    public static LibrarySchema of(
            JsonNode plain, SchemaPlaces places, int widestObject, Map<String, LinearPattern> patterns) {
        Schema schema = Library.schema(plain, patterns);
        return new LibrarySchema(schema, places, !patterns.isEmpty(), 1 + widestObject);
    }

    /// The text of the draft-07 meta-schema, out of the library's own archive.
    public static InputStream metaSchema() {
        InputStream text = Schema.class.getResourceAsStream(META_SCHEMA);
        if (text == null) {
            throw new IllegalStateException("the library holds no " + META_SCHEMA);
        }
        return text;
    }

    /// The verdict on the bytes `bytes[offset .. offset + length)`.
    ///
    /// @param object whether nothing but an object will do
    @Nullable
    public Problem check(byte[] bytes, int offset, int length, boolean object) {
        JsonNode payload;
        try {
            payload = StrictJson.read(bytes, offset, length, names);
        } catch (JsonRefusedException e) {
            return Problem.of(ErrorCode.INVALID_JSON, "Not strict JSON: " + e.message(), List.of(e.violation()));
        }
        if (object && !payload.isObject()) {
            String message = "a payload must be one JSON object, found " + Violations.typeOf(payload);
            return Problem.of(ErrorCode.INVALID_JSON, message, List.of(new Violation("", StrictJson.SYNTAX, message)));
        }
        return judge(payload, length);
    }

    /// The verdict on a value that takes `length` bytes.
    private @Nullable Problem judge(JsonNode value, int length) {
        List<Violation> violations;
        try {
            violations = violations(value, length);
        } catch (Evaluation.WorkExceededException e) {
            return overBudget();
        }
        if (violations.isEmpty()) {
            return null;
        }
        String first = violations.getFirst().message();
        return Problem.of(
                ErrorCode.VALIDATION_ERROR,
                violations.size() == 1
                        ? "The payload breaks its schema: " + first
                        : "The payload breaks its schema in " + violations.size() + " places, first: " + first,
                violations);
    }

    /// Says that judging a payload costs more than its size allows.
    public static Problem overBudget() {
        String message = "judging this payload by its schema takes more work than its size allows;"
                + " simplify the schema's alternatives or send smaller records";
        return Problem.of(ErrorCode.VALIDATION_ERROR, message, List.of(new Violation("", BUDGET, message)));
    }

    /// Whether `problem` says no more than that the library cannot judge the payload: that takes too much work,
    /// or a number in it is longer than a tree holds.
    public static boolean givesUp(Problem problem) {
        return problem.violations().stream()
                .map(Violation::keyword)
                .anyMatch(keyword -> keyword.equals(BUDGET) || keyword.equals(StrictJson.NUMBER));
    }

    /// What the library holds against `value`, which takes `length` bytes.
    ///
    /// @throws Evaluation.WorkExceededException if judging takes more work than `length` allows
    public List<Violation> violations(JsonNode value, int length) {
        Evaluation evaluation = new Evaluation(length, objectSteps);
        if (matchesPatterns) {
            evaluation.run(() -> schema.validate(evaluation, value));
        } else {
            schema.validate(evaluation, value);
        }
        List<Error> errors = evaluation.getErrors();
        return errors.isEmpty() ? List.of() : Violations.of(errors, places);
    }
}
