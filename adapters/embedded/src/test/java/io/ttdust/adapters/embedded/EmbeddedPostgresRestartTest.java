package io.ttdust.adapters.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stays and what goes when servers end, in good order or not.
class EmbeddedPostgresRestartTest {

    @TempDir
    private static Path templates;

    @TempDir
    private Path parent;

    /// A first start takes seconds of unpacking; most tests are about later ones and begin with a copy of this.
    @BeforeAll
    static void startOnce() {
        EmbeddedPostgresServer.start(templates.resolve("postgres")).close();
    }

    @AfterEach
    void leaveNothingRunning() {
        postmasters().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    @Tag("F13")
    void takesOverFromAProcessThatWasKilled() throws Exception {
        Path directory = usedDirectory();
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
        Path directory = usedDirectory();
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
        Path directory = usedDirectory();
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
        Path directory = usedDirectory();
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    directory.resolve("cluster/postmaster.pid"),
                    "%d%n%s%n1780000000%n1%n%nlocalhost%n%nready%n"
                            .formatted(other.pid(), directory.resolve("cluster")));

            try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
                ServerInItsOwnProcess.connect(server).close();
            }

            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
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
        Path directory = usedDirectory();
        ServerInItsOwnProcess.start(directory).end();
        Files.delete(directory.resolve("cluster/initialised"));

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void saysWhichFileIsMissingWhenTheSuperusersPasswordIsGone() throws Exception {
        Path directory = usedDirectory();
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

    /// The directory of a server that was stopped in good order.
    private Path usedDirectory() throws IOException {
        Path from = templates.resolve("postgres");
        Path to = parent.resolve("postgres");
        List<Path> all;
        try (Stream<Path> paths = Files.walk(from)) {
            all = paths.toList();
        }
        for (Path path : all) {
            Path copy = to.resolve(from.relativize(path));
            Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            if (path.endsWith(".exists")) {
                // The library unpacks again unless this is the newest file of its folder.
                Files.setLastModifiedTime(copy, FileTime.from(Instant.now().plusSeconds(60)));
            }
        }
        return to;
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
