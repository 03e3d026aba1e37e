package io.ttdust.adapters.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// The connections to one PostgreSQL database. Safe for all threads.
///
/// Everything is bounded in time, so that a server that is away, or there but silent, is told within about three
/// seconds. The pool is small: metadata is read and written rarely and in short transactions, and the embedded
/// server takes 20 connections. It opens and reopens connections by itself; a server that was away needs no call.
public final class ConnectionPool implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 8;
    private static final Duration WAIT_FOR_CONNECTION_MAX = Duration.ofSeconds(2);
    private static final Duration VALIDATION_MAX = Duration.ofSeconds(1);
    private static final Duration STATEMENT_MAX = Duration.ofSeconds(2);
    private static final Duration IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(10);

    /// For a server that no longer answers at all; a little more than the server gives itself for a statement.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(3);

    private final HikariDataSource pool;
    private final DataSource unpooled;

    private ConnectionPool(HikariDataSource pool, DataSource unpooled) {
        this.pool = pool;
        this.unpooled = unpooled;
    }

    /// Makes the pool without waiting for the server, which may be away.
    public static ConnectionPool open(String host, int port, String database, String user, String password) {
        PGSimpleDataSource pooled = source(host, port, database, user, password);
        pooled.setSocketTimeout((int) SILENCE_MAX.toSeconds());
        PGSimpleDataSource unpooled = source(host, port, database, user, password);
        unpooled.setSocketTimeout((int) VALIDATION_MAX.toSeconds());
        unpooled.setLoginTimeout((int) VALIDATION_MAX.toSeconds());

        HikariConfig config = new HikariConfig();
        config.setPoolName("metadata");
        config.setDataSource(pooled);
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION_MAX.toMillis());
        config.setValidationTimeout(VALIDATION_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(
                "SET statement_timeout = %1$d; SET lock_timeout = %1$d; SET idle_in_transaction_session_timeout = %2$d"
                        .formatted(STATEMENT_MAX.toMillis(), IDLE_IN_TRANSACTION_MAX.toMillis()));
        return new ConnectionPool(new HikariDataSource(config), unpooled);
    }

    /// What the repositories and [Migrations] take.
    public DataSource dataSource() {
        return pool;
    }

    /// New connections, each bounded to about a second.
    DataSource unpooled() {
        return unpooled;
    }

    /// Pooled connections in use now.
    public int activeConnections() {
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        return connections == null ? 0 : connections.getActiveConnections();
    }

    /// Pooled connections that are open and not in use.
    public int idleConnections() {
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        return connections == null ? 0 : connections.getIdleConnections();
    }

    /// Closes all connections, also those in use.
    @Override
    public void close() {
        pool.close();
    }

    private static PGSimpleDataSource source(String host, int port, String database, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("ttdust");
        source.setConnectTimeout((int) VALIDATION_MAX.toSeconds());
        source.setTcpKeepAlive(true);
        // The detail of an error holds the row's values, secrets among them; messages end up in logs.
        source.setLogServerErrorDetail(false);
        return source;
    }
}
