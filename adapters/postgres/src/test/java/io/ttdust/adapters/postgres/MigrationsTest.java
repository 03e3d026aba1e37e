package io.ttdust.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.postgres.catalog.PostgresStreamRepository;
import io.ttdust.adapters.postgres.schema.PostgresSchemaRepository;
import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.VersionChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {

    private static final String ANY = "'019b76da-a800-7000-8000-000000000000'";
    private static final String OTHER = "'019b76da-a800-7000-8000-000000000001'";
    private static final String HASH = "repeat('0', 64)";
    private static final String ALL = "'[{\"stream_id\":\"*\",\"actions\":[\"admin\"]}]'";

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Test
    void changesNothingTheSecondTime() throws Exception {
        String before = history();

        Migrations.migrate(database.dataSource());

        assertThat(before).startsWith(migrations() + " ");
        assertThat(history()).isEqualTo(before);
    }

    @Test
    void runsOnceWhenSeveralNodesStartAtOnce() throws Exception {
        database.execute("DROP SCHEMA public CASCADE");
        database.execute("CREATE SCHEMA public");

        Race.run(4, i -> {
            Migrations.migrate(database.dataSource());
            return i;
        });

        assertThat(history()).startsWith(migrations() + " ");
    }

    @Test
    void refusesAMigrationThatWasEditedAfterItRan() throws SQLException {
        database.execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");
        try {
            assertThatThrownBy(() -> Migrations.migrate(database.dataSource()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("bringing the metadata tables up to date")
                    .hasMessageContaining("checksum mismatch");
        } finally {
            database.execute("UPDATE flyway_schema_history SET checksum = checksum - 1 WHERE version = '1'");
        }
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheDatabaseIsAway() {
        assertThatThrownBy(() -> Migrations.migrate(TestDatabase.nowhere()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("bringing the metadata tables up to date");
    }

    @Test
    void computesTheFingerprintOfTheBuiltInSchemaRight() throws Exception {
        SchemaVersion any = new PostgresSchemaRepository(database.dataSource())
                .latest(SchemaName.ANY)
                .orElseThrow();

        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(any.definition().getBytes(StandardCharsets.UTF_8));
        assertThat(any.fingerprint()).isEqualTo(HexFormat.of().formatHex(hash));
    }

    /// They had the version that was the latest when they were made, and no way to ask for another.
    @Test
    void streamsMadeBeforeTheyCouldBePinnedFollowTheLatestVersion() throws SQLException {
        database.execute("DROP SCHEMA public CASCADE");
        database.execute("CREATE SCHEMA public");
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database.dataSource())
                .locations("classpath:db/migration")
                .target("4")
                .load()
                .migrate();
        database.execute(
                "INSERT INTO streams VALUES (" + OTHER + ", 'old', '', " + ANY + ", 1, '{}', 'active', now())");

        Migrations.migrate(database.dataSource());

        assertThat(new PostgresStreamRepository(database.dataSource()).find(new StreamName("old")))
                .map(StreamDefinition::versionChoice)
                .contains(VersionChoice.LATEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO schemas VALUES (" + OTHER + ", 'default', 'Upper', '', 'FULL')",
                "INSERT INTO schemas VALUES (" + OTHER + ", 'default', E'line\\nbreak', '', 'FULL')",
                "INSERT INTO schemas VALUES (" + OTHER + ", '../x', 'name', '', 'FULL')",
                "INSERT INTO schemas VALUES (" + OTHER + ", 'default', 'a' || repeat('b', 63), '', 'FULL')",
                "INSERT INTO schemas VALUES (" + OTHER + ", 'default', 'any', '', 'FULL')",
                "INSERT INTO schema_versions VALUES (" + ANY + ", 0, '{}', " + HASH + ", now(), 'active')",
                "INSERT INTO schema_versions VALUES (" + ANY + ", 1, '{}', " + HASH + ", now(), 'active')",
                "INSERT INTO schema_versions VALUES (" + OTHER + ", 1, '{}', " + HASH + ", now(), 'active')",
                "INSERT INTO schema_versions VALUES (" + ANY + ", 2, '{}', upper(repeat('a', 64)), now(), 'active')",
                "INSERT INTO schema_versions SELECT schema_id, 2, definition, fingerprint, now(), 'active' FROM schema_versions",
                "INSERT INTO schema_versions VALUES (" + ANY + ", 2, repeat('x', 1048577), " + HASH
                        + ", now(), 'active')",
                "INSERT INTO schema_versions VALUES (" + ANY + ", 2, '{}', " + HASH + ", now(), 'ACTIVE')",
                "INSERT INTO streams VALUES (" + OTHER + ", 'a/b', '', " + ANY + ", 1, '{}', 'active', now())",
                "INSERT INTO streams VALUES (" + OTHER + ", 'a', '', " + ANY + ", 2, '{}', 'active', now())",
                "INSERT INTO streams VALUES (" + OTHER + ", 'a', '', " + OTHER + ", NULL, '{}', 'active', now())",
                "INSERT INTO streams VALUES (" + OTHER + ", 'a', '', " + ANY + ", 1, '[]', 'active', now())",
                "INSERT INTO streams VALUES (" + OTHER + ", 'a', '', " + ANY + ", 1, '{}', 'asleep', now())",
                "INSERT INTO streams VALUES (" + OTHER + ", 'a', '', " + ANY + ", 1, '{}', 'active', now(), 0)",
                "INSERT INTO streams VALUES (" + OTHER + ", 'a', '', " + ANY + ", 1, '{}', 'active', now(), 1025)",
                "INSERT INTO api_keys VALUES (" + OTHER + ", 'a', 'root', " + HASH + ", now(), " + ALL + ")",
                "INSERT INTO api_keys VALUES (" + OTHER + ", 'a', 'admin', 'ttd_live_', now(), " + ALL + ")",
                "INSERT INTO api_keys VALUES (" + OTHER + ", 'a', 'admin', " + HASH + ", now())",
                "INSERT INTO api_keys VALUES (" + OTHER + ", 'a', 'admin', " + HASH + ", now(), '[]')",
                "INSERT INTO api_keys VALUES (" + OTHER + ", 'a', 'admin', " + HASH + ", now(), '{}')",
                "INSERT INTO secrets VALUES ('cursor-key', 'short')",
                "INSERT INTO secrets VALUES ('Cursor Key', decode(repeat('00', 32), 'hex'))",
                "INSERT INTO catalog_changes (changes) VALUES (1)",
                "DELETE FROM schemas"
            })
    void refusesRowsTheCodeCouldNotRead(String statement) {
        assertThatThrownBy(() -> database.execute(statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("violates");
    }

    private static int migrations() throws IOException {
        Path directory =
                Path.of(System.getProperty("ttdust.root"), "adapters/postgres/src/main/resources/db/migration");
        try (Stream<Path> files = Files.list(directory)) {
            return (int) files.filter(file -> file.toString().endsWith(".sql")).count();
        }
    }

    /// How many migrations have run, and when the last did.
    private String history() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) || ' ' || max(installed_on) FROM flyway_schema_history")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
