package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.schema.CompatibilityChecker;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Incompatibility;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a definition may follow the versions a schema has. One place for the dry run and for the real thing, so
/// that they cannot differ.
final class Succession {

    private final SchemaRepository schemas;
    private final SchemaCompiler compiler;
    private final CompatibilityChecker checker;

    Succession(SchemaRepository schemas, SchemaCompiler compiler, CompatibilityChecker checker) {
        this.schemas = schemas;
        this.compiler = compiler;
        this.checker = checker;
    }

    /// A definition that compiles.
    ///
    /// @param mode what it is held to; null for the mode of the schema
    record Candidate(
            String definition, String fingerprint, @Nullable CompatibilityMode mode) {

        CompatibilityMode under(Schema schema) {
            return mode == null ? schema.compatibilityMode() : mode;
        }
    }

    /// What is to be said of a candidate.
    sealed interface Verdict {

        /// It is a version already, perhaps not the latest one.
        record Known(SchemaVersion version) implements Verdict {}

        /// It is none.
        ///
        /// @param against the latest version at that moment is what it was compared with
        /// @param found what speaks against it
        record Compared(Schema against, List<Incompatibility> found) implements Verdict {}
    }

    /// Reads a candidate.
    ///
    /// @param mode name of a [CompatibilityMode]; null for the schema's own
    /// @return it, or `INVALID_REQUEST` for the mode, `SCHEMA_INVALID` or `INVALID_JSON` for the definition
    Result<Candidate> candidate(String definition, @Nullable String mode) {
        CompatibilityMode parsed;
        try {
            parsed = mode == null ? null : CompatibilityMode.ofName(mode);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return compiler.compile(definition)
                .then(compiled -> Result.ok(new Candidate(definition, compiled.fingerprint(), parsed)));
    }

    /// Judges the candidate as the next version of `schema`, which was just read.
    Verdict judge(Schema schema, Candidate candidate) {
        SchemaVersion latest = schema.latest();
        Optional<SchemaVersion> known = schemas.find(latest.schemaId(), candidate.fingerprint());
        return known.isPresent()
                ? new Verdict.Known(known.get())
                : new Verdict.Compared(
                        schema, checker.compare(latest.definition(), candidate.definition(), candidate.under(schema)));
    }

    /// `SCHEMA_INCOMPATIBLE`, with every place.
    static Problem refusal(Schema against, CompatibilityMode mode, List<Incompatibility> found) {
        Incompatibility first = found.getFirst();
        return Problem.of(
                ErrorCode.SCHEMA_INCOMPATIBLE,
                "under mode %s this cannot follow version %d of '%s': %s%s"
                        .formatted(
                                mode,
                                against.latest().version(),
                                against.latest().name(),
                                first.sentence(),
                                found.size() == 1 ? "" : "; errors lists all %d places".formatted(found.size())),
                found.stream()
                        .map(one -> new Violation(one.pointer(), one.rule(), one.sentence()))
                        .toList());
    }
}
