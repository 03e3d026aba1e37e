package io.ttdust.bootstrap;

import io.ttdust.application.schema.AddSchemaVersion;
import io.ttdust.application.schema.ChangeSchema;
import io.ttdust.application.schema.ChangeSchemaVersion;
import io.ttdust.application.schema.CheckCompatibility;
import io.ttdust.application.schema.CreateSchema;
import io.ttdust.application.schema.DeleteSchema;
import io.ttdust.application.schema.FindSchemas;
import io.ttdust.domain.id.SchemaId;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The use cases of the registry of schemas.
public record SchemaUseCases(
        CreateSchema create,
        AddSchemaVersion addVersion,
        CheckCompatibility checkCompatibility,
        FindSchemas find,
        ChangeSchema change,
        ChangeSchemaVersion changeVersion,
        DeleteSchema delete) {

    /// @param onChange see [AddSchemaVersion] and [ChangeSchemaVersion]
    static SchemaUseCases assemble(
            Ports ports, Consumer<SchemaId> onChange, InstantSource clock, RandomGenerator random) {
        return new SchemaUseCases(
                new CreateSchema(ports.schemas(), ports.compiler(), clock, random),
                new AddSchemaVersion(ports.schemas(), ports.compiler(), ports.compatibility(), onChange, clock),
                new CheckCompatibility(ports.schemas(), ports.compiler(), ports.compatibility()),
                new FindSchemas(ports.schemas()),
                new ChangeSchema(ports.schemas()),
                new ChangeSchemaVersion(ports.schemas(), onChange),
                new DeleteSchema(ports.schemas()));
    }

    List<Object> beans() {
        return List.of(create, addVersion, checkCompatibility, find, change, changeVersion, delete);
    }
}
