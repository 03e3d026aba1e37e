package io.ttdust.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildServerTest {

    @TempDir
    private Path folder = Path.of("");

    private Path data = Path.of("");

    @BeforeEach
    void makeDataDirectory() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
    }

    @Test
    void isReadyWhenItSaysSoAndIsAskedToServeOnFreePorts() throws IOException {
        try (ChildServer server = server("serve")) {
            Endpoints endpoints = server.start();

            assertThat(endpoints).isEqualTo(new Endpoints(URI.create("http://127.0.0.1:1"), "127.0.0.1:2"));
            assertThat(Files.readString(data.resolve("arguments"))).isEqualTo("serve");
            assertThat(Files.readAllLines(data.resolve("environment")))
                    .filteredOn(name -> name.startsWith("TTDUST_"))
                    .containsExactlyInAnyOrder(
                            "TTDUST_DATA_DIRECTORY",
                            "TTDUST_BIND_ADDRESS",
                            "TTDUST_GRPC_ADDRESS",
                            "TTDUST_BOOTSTRAP_API_KEY",
                            "TTDUST_FAKE");
            server.stop();
        }
    }

    @Test
    void doesNotTakeTheWordOfAnEarlierRun() throws IOException {
        Files.writeString(
                data.resolve("endpoints.json"), "{\"pid\":1,\"rest\":\"http://127.0.0.1:9\",\"grpc\":\"127.0.0.1:9\"}");
        try (ChildServer server = server("serve")) {
            assertThat(server.start().grpc()).isEqualTo("127.0.0.1:2");
        }
    }

    @Test
    void startsAgainAfterAHardKill() throws IOException {
        try (ChildServer server = server("serve")) {
            server.start();
            long first = server.pid();
            server.killHard();

            assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive)).isEmpty();

            server.start();
            assertThat(server.pid()).isNotEqualTo(first);
        }
    }

    @Test
    void showsTheEndOfTheOutputOfAServerThatDoesNotStart() throws IOException {
        try (ChildServer server = server("fail")) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("exit code 1")
                    .hasMessageContaining("the disk is on fire");
        }
    }

    @Test
    void complainsAboutAServerThatEndsWithAnError() throws IOException {
        try (ChildServer server = server("stubborn")) {
            server.start();

            assertThatThrownBy(server::stop)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("exit code 3");
        }
    }

    @Test
    void leavesNoProcessBehindWhenItIsClosed() throws IOException {
        long pid;
        try (ChildServer server = server("serve")) {
            server.start();
            pid = server.pid();
        }

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void endsNoProcessThatIsNotThePostgresOfTheDirectory() throws Exception {
        Path database = Files.createDirectories(data.resolve("postgres/main"));
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(database.resolve("postmaster.pid"), stranger.pid() + "\n" + database + "\n");
            OrphanedDatabase.end(data);
            Files.writeString(database.resolve("postmaster.pid"), stranger.pid() + "\n/elsewhere\n");
            OrphanedDatabase.end(data);

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysHowToStartWhenItWasNotStartedByTheScript() {
        assertThatThrownBy(() -> ServerLauncher.of(Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("./ttdust");
        assertThatThrownBy(() -> ServerLauncher.of(Map.of("TTDUST_SERVER_JAR", "/absent.jar")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("/absent.jar");
    }

    private ChildServer server(String mode) throws IOException {
        return new ChildServer(
                new ServerLauncher(jar(), List.of("-Xmx32m", "-XX:TieredStopAtLevel=1")),
                new ServerSettings(data, folder.resolve("log"), "ttd_live_x", Map.of("TTDUST_FAKE", mode)));
    }

    private Path jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeServer.class.getName());
        String entry = FakeServer.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("fake.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest);
                InputStream code =
                        Objects.requireNonNull(FakeServer.class.getClassLoader().getResourceAsStream(entry))) {
            packed.putNextEntry(new ZipEntry(entry));
            code.transferTo(packed);
            packed.closeEntry();
        }
        return jar;
    }
}
