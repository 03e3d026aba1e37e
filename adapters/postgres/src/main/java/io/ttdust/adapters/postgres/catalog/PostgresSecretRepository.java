package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.SecretRepository;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/// [SecretRepository] in the table `secrets`. A purpose is spelled like a schema's name; a secret has 16 to 1024
/// bytes.
public final class PostgresSecretRepository implements SecretRepository {

    private static final String INSERT =
            "INSERT INTO secrets (purpose, secret) VALUES (?, ?) ON CONFLICT (purpose) DO NOTHING";
    private static final String SELECT = "SELECT secret FROM secrets WHERE purpose = ?";

    private final Transactions transactions;

    public PostgresSecretRepository(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public byte[] findOrCreate(String purpose, byte[] candidate) {
        return transactions.run("reading the secret '%s'".formatted(purpose), connection -> {
            insert(connection, purpose, candidate);
            return read(connection, purpose);
        });
    }

    private static void insert(Connection connection, String purpose, byte[] candidate) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, purpose);
            insert.setBytes(2, candidate);
            insert.executeUpdate();
        }
    }

    /// What is there now: ours, or that of a caller who committed before us, whom the insert waited for.
    private static byte[] read(Connection connection, String purpose) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, purpose);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("it was deleted meanwhile");
                }
                return rows.getBytes(1);
            }
        }
    }
}
