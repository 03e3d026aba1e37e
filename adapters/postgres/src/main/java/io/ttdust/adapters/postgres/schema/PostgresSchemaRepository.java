package io.ttdust.adapters.postgres.schema;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.SchemaDeletion;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.VersionChange;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [SchemaRepository] in the tables `schemas` and `schema_versions`. Whoever changes a schema locks its row first.
public final class PostgresSchemaRepository implements SchemaRepository {

    private static final int LIMIT_MAX = 1000;

    private static final String SELECT_VERSION =
            "SELECT * FROM schemas JOIN schema_versions USING (schema_id) WHERE schema_id = ? ";
    private static final String SELECT_BY_NUMBER = SELECT_VERSION + "AND version = ?";
    private static final String SELECT_BY_FINGERPRINT = SELECT_VERSION + "AND fingerprint = ? AND status <> 'deleted'";

    /// A definition may be a mebibyte, so pages do without.
    private static final String SELECT_VERSIONS = """
            SELECT schema_id, namespace, name, description, version, '' AS definition, fingerprint, created_at, status
            FROM schemas JOIN schema_versions USING (schema_id)
            WHERE schema_id = ? AND version > ? ORDER BY version LIMIT ?
            """;

    private static final String SELECT_SCHEMA = selectSchema("definition");

    private static String selectSchema(String definition) {
        return """
            SELECT *, (SELECT max(version) FROM schema_versions
                       WHERE schema_versions.schema_id = schemas.schema_id) AS last_version
            FROM schemas CROSS JOIN LATERAL (
                SELECT version, %s AS definition, fingerprint, created_at, status FROM schema_versions
                WHERE schema_versions.schema_id = schemas.schema_id AND status <> 'deleted'
                ORDER BY version DESC LIMIT 1) latest
            """.formatted(definition);
    }

    private static final String SELECT_SCHEMA_BY_ID = SELECT_SCHEMA + "WHERE schema_id = ?";
    private static final String SELECT_SCHEMA_BY_NAME = SELECT_SCHEMA + "WHERE namespace = ? AND name = ?";

    /// Ids are UUIDv7, so their order is that of creation.
    private static final String SELECT_PAGE = selectSchema("''") + """
            WHERE (?::text IS NULL OR namespace = ?) AND (?::uuid IS NULL OR schema_id < ?)
            ORDER BY schema_id DESC LIMIT ?
            """;

    private final Transactions transactions;

    public PostgresSchemaRepository(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public boolean create(SchemaVersion first, CompatibilityMode mode) {
        if (first.version() != 1) {
            throw new IllegalArgumentException("a new schema begins with version 1: %d".formatted(first.version()));
        }
        SchemaRow row = SchemaRow.of(first);
        return transactions.run(
                "storing schema %s".formatted(first.name()),
                connection -> SchemaTable.insert(connection, row, mode) && SchemaTable.insertVersion(connection, row));
    }

    @Override
    public boolean add(Schema seen, SchemaVersion next) {
        if (next.version() != seen.lastVersion() + 1) {
            throw new IllegalArgumentException(
                    "version %d does not follow %d".formatted(next.version(), seen.lastVersion()));
        }
        SchemaRow row = SchemaRow.of(next);
        return transactions.run("storing version %d of %s".formatted(next.version(), next.name()), connection -> {
            if (!SchemaTable.lock(connection, row.schemaId())) {
                return false;
            }
            Schema now = Transactions.select(connection, SELECT_SCHEMA_BY_ID, SchemaRow::readSchema, row.schemaId())
                    .getFirst();
            return now.sameVersions(seen) && SchemaTable.insertVersion(connection, row);
        });
    }

    @Override
    public Optional<Schema> find(SchemaId id) {
        return selectSchemas("reading schema %s".formatted(id), SELECT_SCHEMA_BY_ID, id.uuid()).stream()
                .findFirst();
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, int version) {
        return selectVersions(
                        "reading version %d of schema %s".formatted(version, id), SELECT_BY_NUMBER, id.uuid(), version)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, String fingerprint) {
        return selectVersions(
                        "looking for a version of schema %s".formatted(id),
                        SELECT_BY_FINGERPRINT,
                        id.uuid(),
                        fingerprint)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaId id) {
        return find(id).map(Schema::latest);
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaName name) {
        return selectSchemas("reading schema %s".formatted(name), SELECT_SCHEMA_BY_NAME, name.namespace(), name.name())
                .stream()
                .findFirst()
                .map(Schema::latest);
    }

    @Override
    public List<Schema> list(@Nullable String namespace, int limit, @Nullable SchemaId before) {
        requireLimit(limit);
        UUID uuid = before == null ? null : before.uuid();
        return selectSchemas("listing schemas", SELECT_PAGE, namespace, namespace, uuid, uuid, limit);
    }

    @Override
    public List<SchemaVersion> versions(SchemaId id, int limit, int after) {
        requireLimit(limit);
        return selectVersions("listing versions of schema %s".formatted(id), SELECT_VERSIONS, id.uuid(), after, limit);
    }

    @Override
    public Optional<Schema> change(SchemaId id, @Nullable String description, @Nullable CompatibilityMode mode) {
        return transactions.run("changing schema %s".formatted(id), connection -> {
            SchemaTable.update(connection, id.uuid(), description, mode);
            return Transactions.select(connection, SELECT_SCHEMA_BY_ID, SchemaRow::readSchema, id.uuid()).stream()
                    .findFirst();
        });
    }

    @Override
    public VersionChange change(SchemaId id, int version, VersionStatus status) {
        return transactions.run("changing version %d of schema %s".formatted(version, id), connection -> {
            if (!SchemaTable.lock(connection, id.uuid())) {
                return new VersionChange.Absent();
            }
            VersionChange refusal = SchemaTable.refusal(connection, id.uuid(), version, status);
            if (refusal != null) {
                return refusal;
            }
            SchemaTable.updateStatus(connection, id.uuid(), version, status);
            return Transactions.select(
                            connection,
                            SELECT_BY_NUMBER,
                            row -> SchemaRow.read(row).toDomain(),
                            id.uuid(),
                            version)
                    .stream()
                    .findFirst()
                    .<VersionChange>map(VersionChange.Changed::new)
                    .orElseGet(VersionChange.Absent::new);
        });
    }

    @Override
    public SchemaDeletion delete(SchemaId id) {
        return transactions.run("deleting schema %s".formatted(id), connection -> {
            if (!SchemaTable.lock(connection, id.uuid())) {
                return new SchemaDeletion.Absent();
            }
            List<StreamName> users = SchemaTable.delete(connection, id.uuid());
            return users.isEmpty() ? new SchemaDeletion.Deleted() : new SchemaDeletion.InUse(users);
        });
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit outside 1..%d: %d".formatted(LIMIT_MAX, limit));
        }
    }

    private List<Schema> selectSchemas(String attempt, String query, @Nullable Object... parameters) {
        return transactions.query(attempt, query, SchemaRow::readSchema, parameters);
    }

    private List<SchemaVersion> selectVersions(String attempt, String query, @Nullable Object... parameters) {
        return transactions.query(attempt, query, row -> SchemaRow.read(row).toDomain(), parameters);
    }
}
