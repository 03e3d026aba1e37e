package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.SchemaVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds and lists registered schemas.
public final class FindSchemas {

    private final SchemaRepository schemas;

    public FindSchemas(SchemaRepository schemas) {
        this.schemas = schemas;
    }

    /// The latest version of a schema.
    ///
    /// @return it, or `INVALID_REQUEST` for what is no id, or `NOT_FOUND`
    public Result<SchemaVersion> find(String id) {
        Optional<SchemaVersion> latest;
        try {
            latest = schemas.latest(SchemaId.parse(id));
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return latest.map(Result::ok)
                .orElseGet(() -> Result.refused(ErrorCode.NOT_FOUND, "there is no schema '%s'".formatted(id)));
    }

    /// One page of latest versions, newest schema first.
    ///
    /// @param namespace only this one; null for all
    /// @param limit items wanted; null for [Listing#LIMIT_DEFAULT]
    /// @param cursor [Listing#next] of the page before; null for the first page
    public Result<Listing<SchemaVersion>> list(
            @Nullable String namespace, @Nullable Integer limit, @Nullable String cursor) {
        return Listing.of(
                limit,
                cursor,
                SchemaId::parse,
                (wanted, before) -> schemas.list(namespace, wanted, before),
                version -> version.schemaId().toString());
    }
}
