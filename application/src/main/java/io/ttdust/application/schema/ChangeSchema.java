package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaVersion;
import org.jspecify.annotations.Nullable;

/// Changes what belongs to a schema and not to one of its versions.
public final class ChangeSchema {

    private final SchemaRepository schemas;
    private final FindSchemas findSchemas;

    public ChangeSchema(SchemaRepository schemas) {
        this.schemas = schemas;
        this.findSchemas = new FindSchemas(schemas);
    }

    /// Changes the description, the mode or both. A new mode is what later versions are held to; those that are
    /// there are not compared again.
    ///
    /// @param description null to keep it
    /// @param mode name of a [CompatibilityMode]; null to keep it
    /// @return the schema as it stands then; or `INVALID_REQUEST`, also when nothing is to be changed, or
    ///     `NOT_FOUND`, or `CONFLICT` for the built-in schema
    public Result<Schema> change(String id, @Nullable String description, @Nullable String mode) {
        if (description == null && mode == null) {
            return Result.refused(
                    ErrorCode.INVALID_REQUEST, "nothing to change; give a description, a compatibility_mode or both");
        }
        CompatibilityMode parsed;
        try {
            parsed = mode == null ? null : CompatibilityMode.ofName(mode);
            if (description != null) {
                SchemaVersion.requireDescription(description);
            }
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return findSchemas
                .findChangeable(id)
                .then(schema -> schemas.change(schema.latest().schemaId(), description, parsed)
                        .map(Result::ok)
                        .orElseGet(() -> findSchemas.find(id)));
    }
}
