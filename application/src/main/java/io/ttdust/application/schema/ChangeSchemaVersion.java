package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.VersionChange;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import java.util.function.Consumer;

/// Deprecates versions, takes that back, and deletes them.
public final class ChangeSchemaVersion {

    private final SchemaRepository schemas;
    private final FindSchemas findSchemas;
    private final Consumer<SchemaId> onChange;

    /// @param onChange told of a schema before a change of one of its versions is answered, to bring into force
    ///     which one is the latest now
    public ChangeSchemaVersion(SchemaRepository schemas, Consumer<SchemaId> onChange) {
        this.schemas = schemas;
        this.findSchemas = new FindSchemas(schemas);
        this.onChange = onChange;
    }

    /// Gives a version another status; doing it twice is as good as once.
    ///
    /// @param status [VersionStatus#word] of one
    /// @return the version; or `INVALID_REQUEST`, `NOT_FOUND`, or `CONFLICT` for the built-in schema, for a version
    ///     that is deleted, and for one that cannot be deleted as it is used or the only one left
    public Result<SchemaVersion> change(String id, int version, String status) {
        VersionStatus wanted;
        try {
            wanted = VersionStatus.ofWord(status);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return findSchemas.findChangeable(id).then(schema -> change(schema, version, wanted));
    }

    private Result<SchemaVersion> change(Schema schema, int version, VersionStatus status) {
        String name = schema.latest().name().toString();
        return switch (schemas.change(schema.latest().schemaId(), version, status)) {
            case VersionChange.Changed(SchemaVersion changed) -> {
                onChange.accept(changed.schemaId());
                yield Result.ok(changed);
            }
            case VersionChange.Absent absent -> FindSchemas.noVersion(schema, version);
            case VersionChange.Final done ->
                Result.refused(
                        ErrorCode.CONFLICT,
                        "version %d of '%s' is deleted and stays so; register its definition again"
                                .formatted(version, name));
            case VersionChange.OnlyOne left ->
                Result.refused(
                        ErrorCode.CONFLICT,
                        "version %d is all that is left of '%s'; delete the schema".formatted(version, name));
            case VersionChange.InUse(var streams) ->
                Result.refused(
                        ErrorCode.CONFLICT,
                        "version %d of '%s' is used by %s; let them use another version first"
                                .formatted(version, name, DeleteSchema.named(streams)));
        };
    }
}
