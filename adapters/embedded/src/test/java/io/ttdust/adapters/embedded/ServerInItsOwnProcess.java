package io.ttdust.adapters.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM that runs a server, so that a test can kill it. It stores one more row at every start, reports through a
/// socket, and stops in good order when that socket closes.
final class ServerInItsOwnProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process jvm;
    private final Socket reports;

    private ServerInItsOwnProcess(Process jvm, Socket reports) {
        this.jvm = jvm;
        this.reports = reports;
    }

    static ServerInItsOwnProcess start(Path directory) throws IOException, InterruptedException {
        Path output = directory.resolveSibling("output");
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door.setSoTimeout((int) PATIENCE.toMillis());
            Process jvm = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ServerInItsOwnProcess.class.getName(),
                            directory.toString(),
                            Integer.toString(door.getLocalPort())))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()))
                    .start();
            Socket reports = door.accept();
            reports.setSoTimeout((int) PATIENCE.toMillis());
            if (reports.getInputStream().read() != 'r') {
                requireEnd(jvm);
                throw new IllegalStateException(
                        "the server did not start in %s:%n%s".formatted(directory, Files.readString(output)));
            }
            return new ServerInItsOwnProcess(jvm, reports);
        }
    }

    /// SIGKILL: nothing of the JVM's own gets to run any more.
    void kill() throws InterruptedException {
        jvm.destroyForcibly();
        requireEnd(jvm);
    }

    /// Stops the server in good order.
    void end() throws IOException, InterruptedException {
        reports.close();
        requireEnd(jvm);
    }

    private static void requireEnd(Process jvm) throws InterruptedException {
        if (!jvm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("process %d does not end".formatted(jvm.pid()));
        }
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Socket reports = new Socket()) {
            reports.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])));
            try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(Path.of(arguments[0]))) {
                try (Connection connection = connect(server);
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE IF NOT EXISTS starts (port int)");
                    statement.execute("INSERT INTO starts VALUES (%d)".formatted(server.port()));
                }
                OutputStream out = reports.getOutputStream();
                out.write("r".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                reports.getInputStream().read();
            }
        }
    }

    static Connection connect(EmbeddedPostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), server.database()),
                server.user(),
                server.password());
    }
}
