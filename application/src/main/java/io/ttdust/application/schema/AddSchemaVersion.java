package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.schema.CompatibilityChecker;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.application.schema.Succession.Candidate;
import io.ttdust.application.schema.Succession.Verdict;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Registers further versions of schemas.
public final class AddSchemaVersion {

    /// Numbers that one schema ever gives away, those of deleted versions included: they stay stored.
    static final int VERSIONS_MAX = 10_000;

    /// How often a definition is compared again because the schema was changed meanwhile.
    private static final int TURNS_MAX = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final SchemaRepository schemas;
    private final FindSchemas findSchemas;
    private final Succession succession;
    private final Consumer<SchemaId> onChange;
    private final InstantSource clock;
    private final int versionsMax;

    /// @param onChange told of a schema before it is answered that the definition is a version of it, to bring it into
    ///     force; of one that was a version already as well, as whoever registered that may not have done so yet,
    ///     or failed to
    public AddSchemaVersion(
            SchemaRepository schemas,
            SchemaCompiler compiler,
            CompatibilityChecker checker,
            Consumer<SchemaId> onChange,
            InstantSource clock) {
        this(schemas, compiler, checker, onChange, clock, VERSIONS_MAX);
    }

    AddSchemaVersion(
            SchemaRepository schemas,
            SchemaCompiler compiler,
            CompatibilityChecker checker,
            Consumer<SchemaId> onChange,
            InstantSource clock,
            int versionsMax) {
        this.schemas = schemas;
        this.onChange = onChange;
        this.versionsMax = versionsMax;
        this.findSchemas = new FindSchemas(schemas);
        this.succession = new Succession(schemas, compiler, checker);
        this.clock = clock;
    }

    /// The version of that definition.
    ///
    /// @param isNew false if the schema had it before
    public record Added(SchemaVersion version, boolean isNew) {}

    /// Makes `definition` the schema's latest version if it is compatible with the one that is the latest now.
    /// If it is a version already, which need not be the latest, nothing is stored and nothing is compared.
    ///
    /// @param mode name of the mode it is held to; null for the schema's own
    /// @return the version; or `INVALID_REQUEST` for what is no id or mode, `NOT_FOUND`, `SCHEMA_INVALID` or
    ///     `INVALID_JSON` with the places that are wrong, `SCHEMA_INCOMPATIBLE` with the places that are not
    ///     compatible, `CONFLICT` for the built-in schema and for one that has [#VERSIONS_MAX] versions,
    ///     `OVERLOADED` if others change the schema all the time
    public Result<Added> add(String id, String definition, @Nullable String mode) {
        return findSchemas
                .findChangeable(id)
                .then(schema -> succession.candidate(definition, mode).then(candidate -> add(id, candidate)));
    }

    /// The store refuses a version that was compared with one which is no longer the latest. Every such refusal
    /// means that somebody else's change took place.
    private Result<Added> add(String id, Candidate candidate) {
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Optional<Result<Added>> decided = switch (findSchemas.findChangeable(id)) {
                case Result.Ok<Schema>(Schema schema) -> attempt(schema, candidate);
                case Result.Refused<Schema>(var problem) -> Optional.of(Result.refused(problem));
            };
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        return Result.refused(Problem.retryable(
                ErrorCode.OVERLOADED,
                "schema '%s' was changed by others %d times while this was compared with it; try again"
                        .formatted(id, TURNS_MAX),
                RETRY_AFTER));
    }

    /// Empty if the schema was changed meanwhile.
    private Optional<Result<Added>> attempt(Schema schema, Candidate candidate) {
        return switch (succession.judge(schema, candidate)) {
            case Verdict.Known(SchemaVersion version) -> {
                onChange.accept(version.schemaId());
                yield Optional.of(Result.ok(new Added(version, false)));
            }
            case Verdict.Compared(Schema against, var found)
            when !found.isEmpty() ->
                Optional.of(Result.refused(Succession.refusal(against, candidate.under(against), found)));
            case Verdict.Compared(Schema against, var found) -> store(against, candidate);
        };
    }

    private Optional<Result<Added>> store(Schema against, Candidate candidate) {
        if (against.lastVersion() >= versionsMax) {
            return Optional.of(Result.refused(
                    ErrorCode.CONFLICT,
                    "'%s' has had %d versions and can have no more; register a schema of another name"
                            .formatted(against.latest().name(), against.lastVersion())));
        }
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
        if (!schemas.add(against, next)) {
            return Optional.empty();
        }
        onChange.accept(next.schemaId());
        return Optional.of(Result.ok(new Added(next, true)));
    }
}
