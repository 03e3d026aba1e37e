package io.ttdust.benchmarks.server;

import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.server.ServerLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Servers as `./ttdust serve` starts them, with a JVM that a [ServerMonitor] can look into.
public final class MonitoredServers {

    private static final int TAIL_LINES = 20;

    private MonitoredServers() {}

    /// Starts servers as this process was told to.
    ///
    /// @param spec of the command that needs them
    /// @throws ParameterException if it was not told how
    public static ServerLauncher launcher(CommandSpec spec) {
        try {
            ServerLauncher launcher = ServerLauncher.of(System.getenv());
            List<String> jvmOptions = new ArrayList<>(launcher.jvmOptions());
            jvmOptions.add(ServerMonitor.JVM_OPTION);
            return new ServerLauncher(launcher.jar(), jvmOptions);
        } catch (CommandException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /// The end of a server's log; nothing when there is none.
    public static List<String> tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(log);
        return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    }
}
