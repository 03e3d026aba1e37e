package io.ttdust.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run of a server as a child of this process. The server says that it is ready, and where, in
/// `{data}/endpoints.json`; the process id in there tells a fresh file from a stale one. May be used from any
/// thread.
final class ServerProcess {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(45);
    private static final long POLL_MILLIS = 10;
    private static final int TAIL_LINES = 25;

    private final ServerSettings settings;
    private final ServerLog log;
    private final Process process;

    private ServerProcess(ServerSettings settings, ServerLog log, Process process) {
        this.settings = settings;
        this.log = log;
        this.process = process;
    }

    /// Starts a server; it is not ready yet.
    static ServerProcess start(ServerLauncher launcher, ServerSettings settings) {
        try {
            Files.createDirectories(settings.data());
            ServerLog log = ServerLog.beginning(settings.log());
            ProcessBuilder builder = new ProcessBuilder(launcher.command())
                    .directory(settings.data().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(settings.log().toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            settings.applyTo(builder.environment());
            return new ServerProcess(settings, log, builder.start());
        } catch (IOException e) {
            throw new CommandException("cannot start the server: " + e, e);
        }
    }

    /// Waits until the server says that it is ready.
    ///
    /// @throws CommandException with the end of its output, if it ends instead or takes too long
    Endpoints awaitReady() {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (true) {
            Endpoints endpoints = endpoints();
            if (endpoints != null) {
                return endpoints;
            }
            if (waitFor(POLL_MILLIS)) {
                throw failure("the server ended with exit code %d before it was ready".formatted(process.exitValue()));
            }
            if (System.nanoTime() - end > 0) {
                throw failure("the server was not ready within %d s".formatted(READY_WITHIN.toSeconds()));
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /// Kills it as `kill -9` does and waits until it is gone. Its database is left behind, as by a real crash.
    void killHard() {
        process.destroyForcibly();
        if (!waitFor(STOP_WITHIN.toMillis())) {
            throw new CommandException("process %d does not end after a kill -9".formatted(process.pid()));
        }
    }

    /// Asks it to end, as `kill` does, and waits until it has.
    ///
    /// @throws CommandException with the end of its output, if it does not end in time or ends with an error
    void stop() {
        process.destroy();
        if (!waitFor(STOP_WITHIN.toMillis())) {
            killHard();
            throw failure("the server did not end within %d s of being asked to".formatted(STOP_WITHIN.toSeconds()));
        }
        int exit = process.exitValue();
        if (exit != 0 && exit != 143) { // 128 + SIGTERM: how a JVM that was asked to end ends
            throw failure("the server ended with exit code %d".formatted(exit));
        }
    }

    /// The last log line of this run with `"event": name`, or a missing node.
    JsonNode lastEvent(String name) {
        return log.lastEvent(name);
    }

    private @Nullable Endpoints endpoints() {
        Path file = settings.data().resolve("endpoints.json");
        try {
            if (!Files.exists(file)) {
                return null;
            }
            JsonNode said = JSON.readTree(Files.readAllBytes(file));
            if (said.path("pid").asLong() != process.pid()) {
                return null;
            }
            return new Endpoints(
                    URI.create(said.path("rest").asText()), said.path("grpc").asText());
        } catch (IOException e) { // deleted between the two calls: a stale one
            return null;
        }
    }

    private boolean waitFor(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while waiting for the server", e);
        }
    }

    private CommandException failure(String what) {
        return new CommandException("%s. The end of its output (%s):%n%s"
                .formatted(what, settings.log(), String.join(System.lineSeparator(), log.tail(TAIL_LINES))));
    }
}
