package io.ttdust.adapters.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stays and what goes when servers end, in good order or not.
class EmbeddedPostgresRestartTest {

    @TempDir
    private Path parent;

    @AfterEach
    void leaveNothingRunning() {
        postmasters().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    @Tag("F13")
    void takesOverFromAProcessThatWasKilled() throws Exception {
        Path directory = parent.resolve("postgres");
        ServerInItsOwnProcess.start(directory).kill();
        List<ProcessHandle> leftOver = postmasters();
        assertThat(leftOver).as("PostgreSQL outlives the killed JVM").hasSize(1);

        ServerInItsOwnProcess.start(directory).kill();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(rows(server)).isEqualTo(2);
            assertThat(postmasters()).hasSize(1).doesNotContainAnyElementsOf(leftOver);
        }

        assertThat(postmasters()).isEmpty();
    }

    @Test
    @Tag("F13")
    void refusesADirectoryAnotherProcessUsesUntilThatEnds() throws Exception {
        Path directory = parent.resolve("postgres");
        ServerInItsOwnProcess other = ServerInItsOwnProcess.start(directory);
        try {
            List<ProcessHandle> running = postmasters();

            assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("another process runs the embedded PostgreSQL in");

            assertThat(postmasters()).isEqualTo(running);
        } finally {
            other.end();
        }
        assertThat(postmasters()).isEmpty();

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void keepsItsAccountAcrossStartsAndReplacesALostPassword() throws Exception {
        Path directory = parent.resolve("postgres");
        String first;
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            first = server.password();
        }
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(server.password()).isEqualTo(first);
            ServerInItsOwnProcess.connect(server).close();
        }

        Files.delete(directory.resolve("application.password"));

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(server.password()).isNotEqualTo(first);
            ServerInItsOwnProcess.connect(server).close();
        }
    }

    @Test
    void ignoresAPidFileWhoseNumberNowBelongsToSomethingElse() throws Exception {
        Path directory = parent.resolve("postgres");
        EmbeddedPostgresServer.start(directory).close();
        long ours = ProcessHandle.current().pid();
        Files.writeString(
                directory.resolve("cluster/postmaster.pid"),
                "%d%n%s%n1780000000%n1%n%nlocalhost%n%nready%n".formatted(ours, directory.resolve("cluster")));

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            ServerInItsOwnProcess.connect(server).close();
        }

        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    @Tag("F13")
    void beginsAnewWhenAFirstStartWasCutOff() throws Exception {
        Path directory = parent.resolve("postgres");
        Files.createDirectories(directory.resolve("cluster/base"));
        Files.writeString(directory.resolve("cluster/PG_VERSION"), "18\n");
        Files.writeString(directory.resolve("cluster/postgresql.conf"), "# written early by initdb\n");
        Files.createDirectories(directory.resolve("binaries/PG-0/bin"));

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            ServerInItsOwnProcess.connect(server).close();
        }

        assertThat(directory.resolve("binaries/PG-0")).doesNotExist();
    }

    @Test
    void neverThrowsAwayAClusterThatMayHoldData() throws Exception {
        Path directory = parent.resolve("postgres");
        ServerInItsOwnProcess.start(directory).end();
        Files.delete(directory.resolve("cluster/initialised"));

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void saysWhichFileIsMissingWhenTheSuperusersPasswordIsGone() throws Exception {
        Path directory = parent.resolve("postgres");
        EmbeddedPostgresServer.start(directory).close();
        Files.delete(directory.resolve("superuser.password"));

        assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("superuser.password is missing: put it back from a backup");

        assertThat(postmasters()).isEmpty();
    }

    @Test
    void saysSoWhenTheDirectoryCannotBeMade() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> EmbeddedPostgresServer.start(file.resolve("postgres")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("must be able to create it and own it");
    }

    private static long rows(EmbeddedPostgresServer server) throws SQLException {
        try (Connection connection = ServerInItsOwnProcess.connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM starts")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// The servers whose cluster lies below this test's directory.
    private List<ProcessHandle> postmasters() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/bin/postgres"))
                .filter(process -> String.join(" ", process.info().arguments().orElse(new String[0]))
                        .contains(parent.toString()))
                .toList();
    }
}
