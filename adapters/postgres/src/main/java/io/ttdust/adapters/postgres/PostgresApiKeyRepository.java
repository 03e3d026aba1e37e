package io.ttdust.adapters.postgres;

import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.domain.access.ApiKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/// [ApiKeyRepository] in the table `api_keys`.
public final class PostgresApiKeyRepository implements ApiKeyRepository {

    /// Lets readers pass and writers wait, so that no second caller can find the table empty as well.
    private static final String LOCK = "LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE";

    private static final String INSERT_FIRST = """
            INSERT INTO api_keys (key_id, name, role, sha256, created_at)
            SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT FROM api_keys)
            """;
    private static final String SELECT = "SELECT * FROM api_keys WHERE sha256 = ?";

    private final Transactions transactions;

    public PostgresApiKeyRepository(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public boolean createFirst(ApiKey key) {
        ApiKeyRow row = ApiKeyRow.of(key);
        return transactions.run("storing the first API key", connection -> insertFirst(connection, row));
    }

    @Override
    public Optional<ApiKey> find(String sha256) {
        return transactions.run("looking up an API key", connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setString(1, sha256);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(ApiKeyRow.read(rows).toDomain()) : Optional.empty();
                }
            }
        });
    }

    private static boolean insertFirst(Connection connection, ApiKeyRow row) throws SQLException {
        try (Statement lock = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(INSERT_FIRST)) {
            lock.execute(LOCK);
            insert.setObject(1, row.keyId());
            insert.setString(2, row.name());
            insert.setString(3, row.role());
            insert.setString(4, row.sha256());
            insert.setObject(5, row.createdAt());
            return insert.executeUpdate() == 1;
        }
    }
}
