package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/// Registers schemas.
public final class CreateSchema {

    private final SchemaRepository schemas;
    private final SchemaCompiler compiler;
    private final InstantSource clock;
    private final RandomGenerator random;

    public CreateSchema(
            SchemaRepository schemas, SchemaCompiler compiler, InstantSource clock, RandomGenerator random) {
        this.schemas = schemas;
        this.compiler = compiler;
        this.clock = clock;
        this.random = random;
    }

    /// Registers `definition` as version 1 of a new schema.
    ///
    /// @return the version; or `INVALID_REQUEST` for a bad name or description, `SCHEMA_INVALID` or
    ///     `INVALID_JSON` with the places that are wrong, `CONFLICT` for a name that is taken
    public Result<SchemaVersion> create(String namespace, String name, String description, String definition) {
        SchemaName schemaName;
        try {
            schemaName = new SchemaName(namespace, name);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return compiler.compile(definition).then(compiled -> store(schemaName, description, definition, compiled));
    }

    private Result<SchemaVersion> store(
            SchemaName name, String description, String definition, CompiledSchema compiled) {
        SchemaVersion first;
        try {
            first = new SchemaVersion(
                    new SchemaId(UuidV7.of(clock.millis(), random)),
                    name,
                    description,
                    1,
                    definition,
                    compiled.fingerprint(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return schemas.create(first)
                ? Result.ok(first)
                : Result.refused(ErrorCode.CONFLICT, "a schema named '%s' exists; choose another name".formatted(name));
    }
}
