package io.ttdust.adapters.postgres.schema;

import io.ttdust.adapters.postgres.StoredTime;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/// A row of `schemas` joined with one of its `schema_versions`.
record SchemaRow(
        UUID schemaId,
        String namespace,
        String name,
        String description,
        int version,
        String definition,
        String fingerprint,
        OffsetDateTime createdAt,
        String status) {

    static SchemaRow of(SchemaVersion schema) {
        return new SchemaRow(
                schema.schemaId().uuid(),
                schema.name().namespace(),
                schema.name().name(),
                schema.description(),
                schema.version(),
                schema.definition(),
                schema.fingerprint(),
                StoredTime.of(schema.createdAt()),
                schema.status().word());
    }

    static SchemaRow read(ResultSet row) throws SQLException {
        return new SchemaRow(
                row.getObject("schema_id", UUID.class),
                row.getString("namespace"),
                row.getString("name"),
                row.getString("description"),
                row.getInt("version"),
                row.getString("definition"),
                row.getString("fingerprint"),
                row.getObject("created_at", OffsetDateTime.class),
                row.getString("status"));
    }

    /// The schema, from a row that has its latest version, its mode and the number of its last version.
    static Schema readSchema(ResultSet row) throws SQLException {
        return new Schema(
                read(row).toDomain(),
                CompatibilityMode.ofName(row.getString("compatibility_mode")),
                row.getInt("last_version"));
    }

    SchemaVersion toDomain() {
        return new SchemaVersion(
                new SchemaId(schemaId),
                new SchemaName(namespace, name),
                description,
                version,
                definition,
                fingerprint,
                createdAt.toInstant(),
                VersionStatus.ofWord(status));
    }
}
