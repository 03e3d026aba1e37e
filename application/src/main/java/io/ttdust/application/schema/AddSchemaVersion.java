package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.schema.CompatibilityChecker;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.application.schema.Succession.Candidate;
import io.ttdust.application.schema.Succession.Verdict;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaVersion;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Registers further versions of schemas.
public final class AddSchemaVersion {

    private final SchemaRepository schemas;
    private final FindSchemas findSchemas;
    private final Succession succession;
    private final InstantSource clock;

    public AddSchemaVersion(
            SchemaRepository schemas, SchemaCompiler compiler, CompatibilityChecker checker, InstantSource clock) {
        this.schemas = schemas;
        this.findSchemas = new FindSchemas(schemas);
        this.succession = new Succession(schemas, compiler, checker);
        this.clock = clock;
    }

    /// The version of that definition.
    ///
    /// @param isNew false if the schema had it before
    public record Added(SchemaVersion version, boolean isNew) {}

    /// Makes `definition` the schema's latest version if it is compatible with the one that is the latest now.
    /// If it is a version already, which need not be the latest, nothing changes and nothing is compared.
    ///
    /// @param mode name of the mode it is held to; null for the schema's own
    /// @return the version; or `INVALID_REQUEST` for what is no id or mode, `NOT_FOUND`, `SCHEMA_INVALID` or
    ///     `INVALID_JSON` with the places that are wrong, `SCHEMA_INCOMPATIBLE` with the places that are not
    ///     compatible, `CONFLICT` for the built-in schema
    public Result<Added> add(String id, String definition, @Nullable String mode) {
        return findSchemas
                .findChangeable(id)
                .then(schema -> succession.candidate(definition, mode).then(candidate -> add(id, candidate)));
    }

    /// The store refuses a version that was compared with one which is no longer the latest. Every such refusal
    /// means that somebody else's change took place, so this ends when they pause.
    private Result<Added> add(String id, Candidate candidate) {
        while (true) {
            Optional<Result<Added>> decided = switch (findSchemas.findChangeable(id)) {
                case Result.Ok<Schema>(Schema schema) -> attempt(schema, candidate);
                case Result.Refused<Schema>(var problem) -> Optional.of(Result.refused(problem));
            };
            if (decided.isPresent()) {
                return decided.get();
            }
        }
    }

    /// Empty if the schema was changed meanwhile.
    private Optional<Result<Added>> attempt(Schema schema, Candidate candidate) {
        return switch (succession.judge(schema, candidate)) {
            case Verdict.Known(SchemaVersion version) -> Optional.of(Result.ok(new Added(version, false)));
            case Verdict.Compared(Schema against, var found)
            when !found.isEmpty() ->
                Optional.of(Result.refused(Succession.refusal(against, candidate.under(against), found)));
            case Verdict.Compared(Schema against, var found) -> store(against, candidate);
        };
    }

    private Optional<Result<Added>> store(Schema against, Candidate candidate) {
        SchemaVersion next;
        try {
            next = new SchemaVersion(
                    against.latest().schemaId(),
                    against.latest().name(),
                    against.latest().description(),
                    against.lastVersion() + 1,
                    candidate.definition(),
                    candidate.fingerprint(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
        } catch (IllegalArgumentException e) {
            return Optional.of(Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage())));
        }
        return schemas.add(against, next) ? Optional.of(Result.ok(new Added(next, true))) : Optional.empty();
    }
}
