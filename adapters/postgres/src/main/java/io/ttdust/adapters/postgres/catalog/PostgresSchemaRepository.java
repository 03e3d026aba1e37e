package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [SchemaRepository] in the tables `schemas` and `schema_versions`.
public final class PostgresSchemaRepository implements SchemaRepository {

    private static final int LIMIT_MAX = 1000;

    private static final String INSERT_SCHEMA = """
            INSERT INTO schemas (schema_id, namespace, name, description) VALUES (?, ?, ?, ?)
            ON CONFLICT (namespace, name) DO NOTHING
            """;
    private static final String INSERT_VERSION = """
            INSERT INTO schema_versions (schema_id, version, definition, fingerprint, created_at)
            VALUES (?, ?, ?, ?, ?)
            """;
    private static final String SELECT_VERSION = """
            SELECT * FROM schemas JOIN schema_versions USING (schema_id) WHERE schema_id = ? AND version = ?
            """;
    private static final String SELECT_LATEST = """
            SELECT * FROM schemas CROSS JOIN LATERAL (
                SELECT version, definition, fingerprint, created_at FROM schema_versions
                WHERE schema_versions.schema_id = schemas.schema_id
                ORDER BY version DESC LIMIT 1) latest
            """;
    private static final String SELECT_LATEST_BY_ID = SELECT_LATEST + "WHERE schema_id = ?";
    private static final String SELECT_LATEST_BY_NAME = SELECT_LATEST + "WHERE namespace = ? AND name = ?";

    /// Ids are UUIDv7, so their order is that of creation.
    private static final String SELECT_PAGE = SELECT_LATEST + """
            WHERE (?::text IS NULL OR namespace = ?) AND (?::uuid IS NULL OR schema_id < ?)
            ORDER BY schema_id DESC LIMIT ?
            """;

    private final Transactions transactions;

    public PostgresSchemaRepository(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public boolean create(SchemaVersion first) {
        if (first.version() != 1) {
            throw new IllegalArgumentException("a new schema begins with version 1: %d".formatted(first.version()));
        }
        SchemaRow row = SchemaRow.of(first);
        return transactions.run(
                "storing schema %s".formatted(first.name()),
                connection -> insertSchema(connection, row) && insertVersion(connection, row));
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, int version) {
        return selectOne("reading version %d of schema %s".formatted(version, id), SELECT_VERSION, id.uuid(), version);
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaId id) {
        return selectOne("reading schema %s".formatted(id), SELECT_LATEST_BY_ID, id.uuid());
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaName name) {
        return selectOne("reading schema %s".formatted(name), SELECT_LATEST_BY_NAME, name.namespace(), name.name());
    }

    @Override
    public List<SchemaVersion> list(@Nullable String namespace, int limit, @Nullable SchemaId before) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit outside 1..%d: %d".formatted(LIMIT_MAX, limit));
        }
        UUID uuid = before == null ? null : before.uuid();
        return select("listing schemas", SELECT_PAGE, namespace, namespace, uuid, uuid, limit);
    }

    private static boolean insertSchema(Connection connection, SchemaRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SCHEMA)) {
            insert.setObject(1, row.schemaId());
            insert.setString(2, row.namespace());
            insert.setString(3, row.name());
            insert.setString(4, row.description());
            return insert.executeUpdate() == 1;
        }
    }

    private static boolean insertVersion(Connection connection, SchemaRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_VERSION)) {
            insert.setObject(1, row.schemaId());
            insert.setInt(2, row.version());
            insert.setString(3, row.definition());
            insert.setString(4, row.fingerprint());
            insert.setObject(5, row.createdAt());
            return insert.executeUpdate() == 1;
        }
    }

    private Optional<SchemaVersion> selectOne(String attempt, String query, @Nullable Object... parameters) {
        return select(attempt, query, parameters).stream().findFirst();
    }

    private List<SchemaVersion> select(String attempt, String query, @Nullable Object... parameters) {
        return transactions.query(attempt, query, row -> SchemaRow.read(row).toDomain(), parameters);
    }
}
