package io.ttdust.adapters.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a running server promises to whoever uses it.
class EmbeddedPostgresServerTest {

    @TempDir
    private static Path parent;

    private static Path directory = Path.of("unset");
    private static EmbeddedPostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        // A private parent and a name with a space, as users have them.
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
        directory = parent.resolve("metadata of ttdust");
        server = EmbeddedPostgresServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void makesWhatIsCommittedDurable() throws SQLException {
        assertThat(query("SHOW fsync")).isEqualTo("on");
        assertThat(query("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(query("SHOW full_page_writes")).isEqualTo("on");
        assertThat(query("SHOW data_checksums")).isEqualTo("on");
    }

    @Test
    void listensToThisMachineOnlyAndToFewConnections() throws Exception {
        assertThat(query("SHOW listen_addresses")).isEqualTo("localhost");
        assertThat(query("SHOW max_connections")).isEqualTo("20");
        // Line 5 of the file is where the socket lies that would be open to all accounts of the machine.
        assertThat(Files.readAllLines(directory.resolve("cluster/postmaster.pid")))
                .element(4)
                .isEqualTo("");
    }

    @Test
    void storesTextAsUnicodeWhateverTheLanguageOfTheMachine() throws SQLException {
        assertThat(query("SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(query("SELECT 'Größe 😀'")).isEqualTo("Größe 😀");
        assertThat(query("SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['b','a','B','_']) x"))
                .isEqualTo("B_ab");
    }

    @Test
    void givesOutAnAccountThatOwnsItsDatabaseAndNothingMore() throws SQLException {
        assertThat(query("SELECT current_user")).isEqualTo("ttdust");
        assertThat(query("SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls"
                        + " FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
        assertThat(query("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"))
                .isEqualTo("ttdust");
        assertThatThrownBy(() -> connect("postgres", server.user(), server.password()))
                .hasMessageContaining("no pg_hba.conf entry");
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        assertThatThrownBy(() -> connect("ttdust", "ttdust", "wrong")).hasMessageContaining("password authentication");
        assertThatThrownBy(() -> connect("postgres", "postgres", server.password()))
                .hasMessageContaining("password authentication");
        assertThatThrownBy(() -> connect("postgres", "postgres", ""))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    @Test
    void keepsThePasswordsInFilesOnlyTheOwnerCanRead() throws IOException {
        for (String name : List.of("superuser.password", "application.password")) {
            assertThat(permissions(directory.resolve(name))).isEqualTo("rw-------");
            assertThat(directory.resolve(name)).content().matches(Pattern.compile("[0-9a-f]{64}"));
        }
        assertThat(directory.resolve("application.password")).hasContent(server.password());
        assertThat(server.toString()).doesNotContain(server.password());
    }

    @Test
    void keepsEverythingBelowADirectoryNobodyElseCanEnter() throws IOException {
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("cluster"))).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("binaries"))).isEqualTo("rwx------");
        try (Stream<Path> unpacked =
                Files.find(directory.resolve("binaries"), 3, (path, attributes) -> path.endsWith("bin/postgres"))) {
            assertThat(unpacked).hasSize(1);
        }
        assertThat(directory.resolve("cluster/PG_VERSION")).hasContent("18");
    }

    @Test
    void tellsASecondServerOnItsDirectoryWhatToDo() {
        assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("another process runs the embedded PostgreSQL in")
                .hasMessageContaining("metadata of ttdust: stop it or choose another data directory");
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = connect(server.database(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), database), user, password);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
