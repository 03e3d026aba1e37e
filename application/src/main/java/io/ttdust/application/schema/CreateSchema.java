package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.UuidV7Sequence;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Registers schemas.
public final class CreateSchema {

    private final SchemaRepository schemas;
    private final SchemaCompiler compiler;
    private final InstantSource clock;
    private final UuidV7Sequence ids;

    public CreateSchema(
            SchemaRepository schemas, SchemaCompiler compiler, InstantSource clock, RandomGenerator random) {
        this.schemas = schemas;
        this.compiler = compiler;
        this.clock = clock;
        ids = new UuidV7Sequence(random);
    }

    /// Registers `definition` as version 1 of a new schema.
    ///
    /// @param mode name of the [CompatibilityMode] that later versions are held to; null for
    ///     [CompatibilityMode#DEFAULT]
    /// @return the schema; or `INVALID_REQUEST` for a bad name, description or mode, `SCHEMA_INVALID` or
    ///     `INVALID_JSON` with the places that are wrong, `CONFLICT` for a name that is taken
    public Result<Schema> create(
            String namespace, String name, String description, String definition, @Nullable String mode) {
        SchemaName schemaName;
        CompatibilityMode compatibilityMode;
        try {
            schemaName = new SchemaName(namespace, name);
            compatibilityMode = mode == null ? CompatibilityMode.DEFAULT : CompatibilityMode.ofName(mode);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return compiler.compile(definition)
                .then(compiled -> first(schemaName, description, definition, compiled))
                .then(first -> store(first, compatibilityMode));
    }

    private Result<SchemaVersion> first(
            SchemaName name, String description, String definition, CompiledSchema compiled) {
        try {
            return Result.ok(new SchemaVersion(
                    new SchemaId(ids.next(clock.millis())),
                    name,
                    description,
                    1,
                    definition,
                    compiled.fingerprint(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS)));
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Result<Schema> store(SchemaVersion first, CompatibilityMode mode) {
        return schemas.create(first, mode)
                ? Result.ok(new Schema(first, mode, first.version()))
                : Result.refused(
                        ErrorCode.CONFLICT,
                        "a schema named '%s' exists; choose another name, or add a version to it"
                                .formatted(first.name()));
    }
}
