package io.ttdust.adapters.postgres;

import io.ttdust.adapters.embedded.EmbeddedPostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/// A real PostgreSQL with our tables, one for all tests of the module. Every test finds the tables as a new
/// installation has them.
public final class TestDatabase implements BeforeEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(TestDatabase.class);

    private @Nullable ConnectionPool pool;

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        pool = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .pool();
        Migrations.migrate(dataSource());
        execute("TRUNCATE streams, nodes, key_files, api_keys, secrets CASCADE");
        execute("DELETE FROM schema_versions WHERE schema_id <> '019b76da-a800-7000-8000-000000000000'");
        execute("DELETE FROM schemas WHERE schema_id <> '019b76da-a800-7000-8000-000000000000'");
    }

    public ConnectionPool pool() {
        return Objects.requireNonNull(pool, "only during a test");
    }

    public DataSource dataSource() {
        return pool().dataSource();
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// A database where nobody listens.
    public static DataSource nowhere() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {unusedPort()});
        source.setUser("ttdust");
        source.setPassword("secret");
        return source;
    }

    private static int unusedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends with the last test: JUnit closes what its root store holds.
    private record Running(Path directory, EmbeddedPostgresServer server, ConnectionPool pool)
            implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("ttdust-postgres");
                EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory);
                return new Running(
                        directory,
                        server,
                        ConnectionPool.open(
                                server.host(), server.port(), server.database(), server.user(), server.password()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            pool.close();
            server.close();
            List<Path> deepestFirst;
            try (Stream<Path> paths = Files.walk(directory)) {
                deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
