package io.ttdust.application.schema;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaVersion;
import org.jspecify.annotations.Nullable;

/// Finds and lists registered schemas and their versions.
public final class FindSchemas {

    private final SchemaRepository schemas;

    public FindSchemas(SchemaRepository schemas) {
        this.schemas = schemas;
    }

    /// A schema with its latest version.
    ///
    /// @return it, or `INVALID_REQUEST` for what is no id, or `NOT_FOUND`
    public Result<Schema> find(String id) {
        SchemaId parsed;
        try {
            parsed = SchemaId.parse(id);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        return schemas.find(parsed)
                .map(Result::ok)
                .orElseGet(() -> Result.refused(ErrorCode.NOT_FOUND, "there is no schema '%s'".formatted(id)));
    }

    /// The schema of that id, unless it is the built-in one.
    ///
    /// @return it, or what [#find] refuses with, or `CONFLICT` for the built-in one
    Result<Schema> findChangeable(String id) {
        return find(id).then(schema -> schema.builtIn()
                ? Result.refused(
                        ErrorCode.CONFLICT,
                        "'%s' is built in and stays as it is; register a schema of your own"
                                .formatted(schema.latest().name()))
                : Result.ok(schema));
    }

    /// One version of a schema, whatever its status.
    ///
    /// @return it, or `INVALID_REQUEST` for what is no id, or `NOT_FOUND`
    public Result<SchemaVersion> version(String id, int version) {
        return find(id).then(schema -> schemas.find(schema.latest().schemaId(), version)
                .map(Result::ok)
                .orElseGet(() -> noVersion(schema, version)));
    }

    static Result<SchemaVersion> noVersion(Schema schema, int version) {
        return Result.refused(
                ErrorCode.NOT_FOUND,
                "schema '%s' has no version %d; its latest is %d"
                        .formatted(
                                schema.latest().name(), version, schema.latest().version()));
    }

    /// One page of a schema's versions of any status, in the order of their numbers.
    ///
    /// @param limit items wanted; null for [Listing#LIMIT_DEFAULT]
    /// @param cursor [Listing#next] of the page before; null for the first page
    public Result<Listing<SchemaVersion>> versions(String id, @Nullable Integer limit, @Nullable String cursor) {
        return find(id).then(schema -> Listing.of(
                limit,
                cursor,
                Integer::valueOf,
                (wanted, after) -> schemas.versions(schema.latest().schemaId(), wanted, after == null ? 0 : after),
                version -> Integer.toString(version.version())));
    }

    /// One page of schemas, newest first.
    ///
    /// @param namespace only this one; null for all
    /// @param limit items wanted; null for [Listing#LIMIT_DEFAULT]
    /// @param cursor [Listing#next] of the page before; null for the first page
    public Result<Listing<Schema>> list(@Nullable String namespace, @Nullable Integer limit, @Nullable String cursor) {
        return Listing.of(
                limit,
                cursor,
                SchemaId::parse,
                (wanted, before) -> schemas.list(namespace, wanted, before),
                schema -> schema.latest().schemaId().toString());
    }
}
