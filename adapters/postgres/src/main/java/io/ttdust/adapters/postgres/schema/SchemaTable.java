package io.ttdust.adapters.postgres.schema;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.VersionChange;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes of the tables `schemas` and `schema_versions`, each part of a transaction.
final class SchemaTable {

    private static final String INSERT = """
            INSERT INTO schemas (schema_id, namespace, name, description, compatibility_mode) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (namespace, name) DO NOTHING
            """;
    private static final String INSERT_VERSION = """
            INSERT INTO schema_versions (schema_id, version, definition, fingerprint, created_at, status)
            VALUES (?, ?, ?, ?, ?, ?)
            """;
    private static final String LOCK = "SELECT 1 FROM schemas WHERE schema_id = ? FOR UPDATE";

    /// Waits for streams that are being stored with one of the versions: their references lock its row.
    private static final String LOCK_VERSIONS = """
            SELECT version, status FROM schema_versions
            WHERE schema_id = ? AND (?::integer IS NULL OR version = ?) ORDER BY version FOR UPDATE
            """;
    private static final String UPDATE = """
            UPDATE schemas SET description = coalesce(?, description),
                compatibility_mode = coalesce(?, compatibility_mode)
            WHERE schema_id = ?
            """;
    private static final String UPDATE_STATUS =
            "UPDATE schema_versions SET status = ? WHERE schema_id = ? AND version = ?";
    private static final String SELECT_OTHERS = """
            SELECT 1 FROM schema_versions
            WHERE schema_id = ? AND version <> ? AND status <> 'deleted' LIMIT 1
            """;

    /// A stream without a number uses the latest version.
    private static final String SELECT_USERS = """
            SELECT name FROM streams
            WHERE schema_id = ? AND (?::integer IS NULL OR ? = coalesce(schema_version, (
                SELECT max(version) FROM schema_versions
                WHERE schema_versions.schema_id = streams.schema_id AND status <> 'deleted')))
            ORDER BY name COLLATE "C" LIMIT ?
            """;
    private static final String DELETE_VERSIONS = "DELETE FROM schema_versions WHERE schema_id = ?";
    private static final String DELETE = "DELETE FROM schemas WHERE schema_id = ?";

    private SchemaTable() {}

    /// Stores a schema without versions.
    ///
    /// @return false if the name is taken
    static boolean insert(Connection connection, SchemaRow row, CompatibilityMode mode) throws SQLException {
        return execute(connection, INSERT, row.schemaId(), row.namespace(), row.name(), row.description(), mode.name())
                == 1;
    }

    static boolean insertVersion(Connection connection, SchemaRow row) throws SQLException {
        return execute(
                        connection,
                        INSERT_VERSION,
                        row.schemaId(),
                        row.version(),
                        row.definition(),
                        row.fingerprint(),
                        row.createdAt(),
                        row.status())
                == 1;
    }

    /// Keeps others from changing the schema until the transaction ends.
    ///
    /// @return false if there is no such schema
    static boolean lock(Connection connection, UUID schema) throws SQLException {
        return !Transactions.select(connection, LOCK, row -> row.getInt(1), schema)
                .isEmpty();
    }

    /// Null description or mode: as it was.
    static void update(
            Connection connection, UUID schema, @Nullable String description, @Nullable CompatibilityMode mode)
            throws SQLException {
        execute(connection, UPDATE, description, mode == null ? null : mode.name(), schema);
    }

    static void updateStatus(Connection connection, UUID schema, int version, VersionStatus status)
            throws SQLException {
        execute(connection, UPDATE_STATUS, status.word(), schema, version);
    }

    /// Why the version cannot have that status; null if it can. The schema is locked.
    static @Nullable VersionChange refusal(Connection connection, UUID schema, int version, VersionStatus status)
            throws SQLException {
        List<VersionStatus> found = Transactions.select(
                connection,
                LOCK_VERSIONS,
                row -> VersionStatus.ofWord(row.getString("status")),
                schema,
                version,
                version);
        if (found.isEmpty()) {
            return new VersionChange.Absent();
        }
        if (found.getFirst() == status) {
            return null;
        }
        if (found.getFirst() == VersionStatus.DELETED) {
            return new VersionChange.Final();
        }
        if (status != VersionStatus.DELETED) {
            return null;
        }
        List<StreamName> users = users(connection, schema, version);
        if (!users.isEmpty()) {
            return new VersionChange.InUse(users);
        }
        return Transactions.select(connection, SELECT_OTHERS, row -> row.getInt(1), schema, version)
                        .isEmpty()
                ? new VersionChange.OnlyOne()
                : null;
    }

    /// Deletes the schema, which is locked, and its versions.
    ///
    /// @return the streams that keep it from being deleted; nothing is deleted if there are any
    static List<StreamName> delete(Connection connection, UUID schema) throws SQLException {
        Transactions.select(connection, LOCK_VERSIONS, row -> row.getInt("version"), schema, null, null);
        List<StreamName> users = users(connection, schema, null);
        if (users.isEmpty()) {
            execute(connection, DELETE_VERSIONS, schema);
            execute(connection, DELETE, schema);
        }
        return users;
    }

    /// The first streams that use the version, or any if it is null.
    private static List<StreamName> users(Connection connection, UUID schema, @Nullable Integer version)
            throws SQLException {
        return Transactions.select(
                connection,
                SELECT_USERS,
                row -> new StreamName(row.getString("name")),
                schema,
                version,
                version,
                SchemaRepository.STREAMS_NAMED_MAX);
    }

    private static int execute(Connection connection, String statement, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            return prepared.executeUpdate();
        }
    }
}
