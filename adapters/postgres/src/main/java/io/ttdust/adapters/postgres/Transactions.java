package io.ttdust.adapters.postgres;

import io.ttdust.application.port.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

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
            throw new StorageException("%s in PostgreSQL: %s".formatted(attempt, e.getMessage()), e);
        }
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
