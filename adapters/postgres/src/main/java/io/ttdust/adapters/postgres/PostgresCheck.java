package io.ttdust.adapters.postgres;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Whether PostgreSQL answers. It is not required: records are taken and read without it.
///
/// Asked through a connection of its own, because a pool that is busy is not a database that is away, and because
/// the pool's patience is longer than a readiness probe's.
public final class PostgresCheck implements ComponentCheck {

    private final DataSource dataSource;

    public PostgresCheck(ConnectionPool pool) {
        this.dataSource = pool.unpooled();
    }

    @Override
    public String component() {
        return "metadata";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public void check() {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid(1)) {
                throw new StorageException("PostgreSQL does not answer within a second");
            }
        } catch (SQLException e) {
            throw new StorageException("connecting to PostgreSQL: %s".formatted(e.getMessage()), e);
        }
    }
}
