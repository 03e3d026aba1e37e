package io.ttdust.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.server.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ServerOptionsTest {

    @TempDir
    private Path folder = Path.of("");

    @Command
    private static final class Host {}

    @Test
    void findsTheServerOfADataDirectory() throws IOException {
        says(ProcessHandle.current().pid());
        Endpoints there = new Endpoints(URI.create("http://127.0.0.1:1"), "127.0.0.1:2");

        assertThat(options("--data", folder.toString()).endpoints(Map.of())).isEqualTo(there);
        assertThat(options().endpoints(Map.of("TTDUST_DATA_DIRECTORY", folder.toString())))
                .isEqualTo(there);
    }

    @Test
    void saysThatNoServerRunsThere() throws IOException {
        assertThatThrownBy(() -> options("--data", folder.toString()).endpoints(Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no server runs on " + folder)
                .hasMessageContaining("--server");

        says(Integer.MAX_VALUE);
        assertThatThrownBy(() -> options("--data", folder.toString()).endpoints(Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("has died");
    }

    @Test
    void prefersWhatTheCommandLineNames() {
        Map<String, String> environment = Map.of("TTDUST_SERVER", "http://a:8080", "TTDUST_GRPC", "b:1");

        assertThat(options().endpoints(environment)).isEqualTo(new Endpoints(URI.create("http://a:8080"), "b:1"));
        assertThat(options("--server", "http://c:80", "--grpc", "d:2").endpoints(environment))
                .isEqualTo(new Endpoints(URI.create("http://c:80"), "d:2"));
        assertThat(options("--server", "https://c").endpoints(Map.of()).grpc()).isEqualTo("c:50051");
        assertThat(options("--grpc", "d:2").endpoints(Map.of()).rest()).isEqualTo(URI.create("http://d:8080"));
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> options("--server", "localhost:8080").endpoints(Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("such as http://127.0.0.1:8080");
    }

    @Test
    void takesTheKeyFromTheEnvironmentOrAFileAndNeverShowsIt() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "ttd_live_secret\n");
        says(ProcessHandle.current().pid());
        String[] server = {"--data", folder.toString()};

        assertThat(options(server).connection(Map.of("TTDUST_API_KEY", "ttd_live_secret")))
                .asString()
                .doesNotContain("secret");
        assertThat(options("--data", folder.toString(), "--api-key-file", file.toString())
                        .connection(Map.of()))
                .asString()
                .doesNotContain("secret");
        assertThatThrownBy(() -> options(server).connection(Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("TTDUST_API_KEY");
        assertThatThrownBy(() -> options(server).connection(Map.of("TTDUST_API_KEY", "two words")))
                .isInstanceOf(CommandException.class)
                .hasMessageNotContaining("two words");
    }

    private void says(long pid) throws IOException {
        Files.writeString(
                folder.resolve("endpoints.json"),
                "{\"pid\":%d,\"rest\":\"http://127.0.0.1:1\",\"grpc\":\"127.0.0.1:2\"}".formatted(pid));
    }

    private static ServerOptions options(String... arguments) {
        ServerOptions options = new ServerOptions();
        new CommandLine(new Host()).addMixin("server", options).parseArgs(arguments);
        return options;
    }
}
