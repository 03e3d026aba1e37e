package io.ttdust.adapters.postgres;

import io.ttdust.application.port.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Runs a repository's work, one transaction (read committed) and one connection each.
public final class Transactions {

    private final DataSource dataSource;

    public Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// What is done on a connection.
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// Makes something of the row that `row` stands at.
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Runs and commits `work`; if it throws, nothing of it stays.
    ///
    /// @param attempt what is being done, for the message of the exception
    /// @throws StorageException for every [SQLException]; whether a write happened is then unknown
    public <T> T run(String attempt, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failed(attempt, e);
        }
    }

    /// Runs `work`, which must be one statement that only reads. It is a transaction by itself, so nothing is sent
    /// to end one: it takes one round trip.
    ///
    /// @param attempt what is being done, for the message of the exception
    /// @throws StorageException for every [SQLException]
    public <T> T query(String attempt, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw failed(attempt, e);
        }
    }

    /// As above, with [#select] as the work.
    public <T> List<T> query(String attempt, String query, Row<T> row, @Nullable Object... parameters) {
        return query(attempt, connection -> select(connection, query, row, parameters));
    }

    /// What `row` makes of the rows that `query` finds, in their order.
    ///
    /// @param parameters of the query, in their order
    public static <T> List<T> select(Connection connection, String query, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return List.copyOf(found);
        }
    }

    private static StorageException failed(String attempt, SQLException e) {
        return new StorageException("%s in PostgreSQL: %s".formatted(attempt, e.getMessage()), e);
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken, which rolls back as well; what broke it is what the caller must hear.
            cause.addSuppressed(e);
        }
    }
}
