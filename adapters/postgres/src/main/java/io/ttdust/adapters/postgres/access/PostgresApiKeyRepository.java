package io.ttdust.adapters.postgres.access;

import io.ttdust.adapters.postgres.StoredTime;
import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.id.ApiKeyId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [ApiKeyRepository] in the table `api_keys`.
public final class PostgresApiKeyRepository implements ApiKeyRepository {

    private static final int LIMIT_MAX = 1000;

    /// Lets readers pass and writers wait, so that no second caller can find the table empty as well, or count an
    /// administrator that another caller is about to revoke.
    private static final String LOCK = "LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE";

    private static final String INSERT = """
            INSERT INTO api_keys (key_id, name, role, sha256, created_at, expires_at, revoked_at, grants)
            SELECT ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, (
                SELECT jsonb_agg(
                    jsonb_build_object('stream_id', stream, 'actions', to_jsonb(string_to_array(actions, ',')))
                    ORDER BY place)
                FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS grants (stream, actions, place))
            """;
    private static final String INSERT_FIRST = INSERT + "WHERE NOT EXISTS (SELECT FROM api_keys)";

    private static final String SELECT = """
            SELECT *,
                ARRAY(
                    SELECT item ->> 'stream_id'
                    FROM jsonb_array_elements(grants) WITH ORDINALITY AS items (item, place)
                    ORDER BY place) AS grant_streams,
                ARRAY(
                    SELECT (SELECT string_agg(word, ',') FROM jsonb_array_elements_text(item -> 'actions') AS words (word))
                    FROM jsonb_array_elements(grants) WITH ORDINALITY AS items (item, place)
                    ORDER BY place) AS grant_actions
            FROM api_keys
            """;
    private static final String SELECT_BY_HASH = SELECT + "WHERE sha256 = ?";
    private static final String SELECT_BY_ID = SELECT + "WHERE key_id = ?";

    /// Ids are UUIDv7, so their order is that of creation.
    private static final String SELECT_PAGE =
            SELECT + "WHERE ?::uuid IS NULL OR key_id < ? ORDER BY key_id DESC LIMIT ?";
    private static final String SELECT_OTHER_ADMINS = SELECT + "WHERE role = 'admin' AND key_id <> ?";
    private static final String REVOKE = "UPDATE api_keys SET revoked_at = ? WHERE key_id = ?";

    private final Transactions transactions;

    public PostgresApiKeyRepository(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public boolean createFirst(ApiKey key) {
        ApiKeyRow row = ApiKeyRow.of(key);
        return transactions.run("storing the first API key", connection -> {
            lock(connection);
            return insert(connection, INSERT_FIRST, row);
        });
    }

    @Override
    public void create(ApiKey key) {
        ApiKeyRow row = ApiKeyRow.of(key);
        transactions.run("storing an API key", connection -> insert(connection, INSERT, row));
    }

    @Override
    public Optional<ApiKey> find(String sha256) {
        return query("looking up an API key", SELECT_BY_HASH, sha256).stream().findFirst();
    }

    @Override
    public List<ApiKey> list(int limit, @Nullable ApiKeyId before) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit outside 1..%d: %d".formatted(LIMIT_MAX, limit));
        }
        UUID uuid = before == null ? null : before.uuid();
        return query("listing API keys", SELECT_PAGE, uuid, uuid, limit);
    }

    @Override
    public Revocation revoke(ApiKeyId id, Instant now) {
        return transactions.run("revoking API key %s".formatted(id), connection -> {
            lock(connection);
            List<ApiKey> found = select(connection, SELECT_BY_ID, id.uuid());
            if (found.isEmpty()) {
                return Revocation.UNKNOWN;
            }
            ApiKey key = found.getFirst();
            if (key.revokedAt() != null) {
                return Revocation.REVOKED;
            }
            if (key.role() == Role.ADMIN
                    && key.isUsableAt(now)
                    && select(connection, SELECT_OTHER_ADMINS, id.uuid()).stream()
                            .noneMatch(other -> other.isUsableAt(now) && other.lastsAsLongAs(key))) {
                return Revocation.LAST_ADMIN;
            }
            try (PreparedStatement update = connection.prepareStatement(REVOKE)) {
                update.setObject(1, StoredTime.of(now));
                update.setObject(2, id.uuid());
                update.executeUpdate();
            }
            return Revocation.REVOKED;
        });
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            lock.execute(LOCK);
        }
    }

    private static boolean insert(Connection connection, String statement, ApiKeyRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            insert.setObject(1, row.keyId());
            insert.setString(2, row.name());
            insert.setString(3, row.role());
            insert.setString(4, row.sha256());
            insert.setObject(5, row.createdAt());
            insert.setObject(6, row.expiresAt());
            insert.setObject(7, row.revokedAt());
            insert.setArray(
                    8, connection.createArrayOf("text", row.grantStreams().toArray()));
            insert.setArray(
                    9, connection.createArrayOf("text", row.grantActions().toArray()));
            return insert.executeUpdate() == 1;
        }
    }

    private List<ApiKey> query(String attempt, String query, @Nullable Object... parameters) {
        return transactions.query(attempt, query, row -> ApiKeyRow.read(row).toDomain(), parameters);
    }

    private static List<ApiKey> select(Connection connection, String query, @Nullable Object... parameters)
            throws SQLException {
        return Transactions.select(connection, query, row -> ApiKeyRow.read(row).toDomain(), parameters);
    }
}
