package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaDeletion;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.stream.StreamName;
import java.util.List;
import java.util.stream.Collectors;

/// Deletes schemas that no stream uses.
public final class DeleteSchema {

    private final SchemaRepository schemas;
    private final FindSchemas findSchemas;

    public DeleteSchema(SchemaRepository schemas) {
        this.schemas = schemas;
        this.findSchemas = new FindSchemas(schemas);
    }

    /// Deletes a schema with all its versions; its name is free then.
    ///
    /// @return its id; or `INVALID_REQUEST` for what is no id, or `NOT_FOUND`, or `CONFLICT` for the built-in
    ///     schema and for one that streams use
    public Result<SchemaId> delete(String id) {
        return findSchemas.findChangeable(id).then(this::delete);
    }

    private Result<SchemaId> delete(Schema schema) {
        SchemaId id = schema.latest().schemaId();
        return switch (schemas.delete(id)) {
            case SchemaDeletion.Deleted deleted -> Result.ok(id);
            case SchemaDeletion.Absent absent ->
                Result.refused(ErrorCode.NOT_FOUND, "there is no schema '%s'".formatted(id));
            case SchemaDeletion.InUse(var streams) ->
                Result.refused(
                        ErrorCode.CONFLICT,
                        "'%s' is used by %s; a schema can be deleted once no stream uses it"
                                .formatted(schema.latest().name(), named(streams)));
        };
    }

    /// The streams for a message.
    static String named(List<StreamName> streams) {
        String names = streams.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return streams.size() == 1
                ? "stream " + names
                : streams.size() < SchemaRepository.STREAMS_NAMED_MAX
                        ? "streams " + names
                        : "streams %s and maybe others".formatted(names);
    }
}
