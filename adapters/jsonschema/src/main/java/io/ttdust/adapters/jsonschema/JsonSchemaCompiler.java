package io.ttdust.adapters.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.adapters.jsonschema.json.CanonicalJson;
import io.ttdust.adapters.jsonschema.json.JsonRefusedException;
import io.ttdust.adapters.jsonschema.json.NameCache;
import io.ttdust.adapters.jsonschema.json.StrictJson;
import io.ttdust.adapters.jsonschema.library.Evaluation;
import io.ttdust.adapters.jsonschema.library.LibrarySchema;
import io.ttdust.adapters.jsonschema.library.Violations;
import io.ttdust.adapters.jsonschema.program.PassPool;
import io.ttdust.adapters.jsonschema.program.Program;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// [SchemaCompiler] for draft-07. A definition becomes a program that judges bytes, and a schema of the networknt
/// validator that says why the program refused; both see only what was checked and written anew.
///
/// Safe for use by many threads at once; make one and keep it.
public final class JsonSchemaCompiler implements SchemaCompiler {

    private static final int BYTES_MAX = 1 << 20;

    /// What is broken by JSON that is sound but more than a schema may hold.
    private static final Set<String> BOUNDS = Set.of(StrictJson.DEPTH, StrictJson.NUMBER);

    /// Passes kept for all schemas together; more than threads that check at once are of no use.
    private static final int PASSES_MAX = 64;

    private final MetaSchema metaSchema = MetaSchema.read();
    private final PassPool passes = new PassPool(PASSES_MAX);

    @Override
    public Result<CompiledSchema> compile(String definition) {
        return switch (compileAny(definition)) {
            case Result.Ok<Compiled>(Compiled compiled) ->
                Result.ok(new CompiledSchema(compiled.fingerprint(), compiled.schema()));
            case Result.Refused<Compiled>(Problem problem) -> Result.refused(problem);
        };
    }

    /// A compiled schema by its own type.
    public record Compiled(String fingerprint, ProgramSchema schema) {}

    /// As [#compile], for a schema that can also judge values that are not objects.
    public Result<Compiled> compileAny(String definition) {
        try {
            byte[] bytes = utf8(definition);
            if (bytes.length > BYTES_MAX) {
                return refused(List.of(
                        new Violation("", "$limit", "a schema may have at most %s bytes".formatted(BYTES_MAX))));
            }
            JsonNode root = StrictJson.read(bytes, 0, bytes.length, new NameCache());
            if (!root.isObject() && !root.isBoolean()) {
                String message = "a schema must be an object or a boolean, found " + Violations.typeOf(root);
                return refused(List.of(new Violation("", "type", message)));
            }
            metaSchema.check(root, "");
            SchemaDocument document = SchemaDocument.of(root, metaSchema);
            PlainSchema.Written plain = PlainSchema.of(document);
            LibrarySchema library =
                    LibrarySchema.of(plain.schema(), plain.places(), plain.widestObject(), document.patterns());
            Program program = Program.of(plain.schema(), document.patterns(), passes);
            return Result.ok(new Compiled(CanonicalJson.fingerprint(root), new ProgramSchema(program, library)));
        } catch (JsonRefusedException e) {
            return BOUNDS.contains(e.violation().keyword())
                    ? refused(List.of(e.violation()))
                    : Result.refused(Problem.of(
                            ErrorCode.INVALID_JSON,
                            "The schema is not strict JSON: " + e.message(),
                            List.of(e.violation())));
        } catch (SchemaRefusedException e) {
            return refused(e.violations());
        } catch (Evaluation.WorkExceededException e) {
            return refused(List.of(new Violation("", "$limit", "checking this schema takes too much work")));
        }
    }

    private static byte[] utf8(String definition) throws JsonRefusedException {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(definition));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new JsonRefusedException("surrogate", "half a surrogate pair is not a character", 0);
        }
    }

    private static Result<Compiled> refused(List<Violation> violations) {
        String first = violations.getFirst().message();
        return Result.refused(Problem.of(
                ErrorCode.SCHEMA_INVALID,
                violations.size() == 1
                        ? "The schema cannot be used: " + first
                        : "The schema cannot be used for %s reasons, first: %s".formatted(violations.size(), first),
                violations));
    }
}
