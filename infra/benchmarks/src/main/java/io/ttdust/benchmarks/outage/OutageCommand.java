package io.ttdust.benchmarks.outage;

import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.measure.WorkDirectory;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.report.RunOptions;
import io.ttdust.benchmarks.server.MonitoredServers;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.server.AdminKey;
import io.ttdust.cli.server.ChildServer;
import io.ttdust.cli.server.ServerLauncher;
import io.ttdust.cli.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `bench outage`: what a server does while its metadata store answers nothing.
@Command(
        name = "outage",
        description = "A server under load whose database is stopped for a while: records go on being taken, files"
                + " come after it, and everything is read back and counted.")
public final class OutageCommand implements Callable<Integer> {

    private static final String SERVER_LOG = "server.log";
    private static final long REFUSE_PERCENT = 90;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long the database is stopped. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--around",
            paramLabel = "S",
            defaultValue = "8",
            description = "Seconds of load before and after. Default: ${DEFAULT-VALUE}.")
    private int around;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Records of 1 KiB a second. Default: ${DEFAULT-VALUE}.")
    private int recordsPerSecond;

    @Option(
            names = "--until-full",
            paramLabel = "MB",
            defaultValue = "0",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Stop it until so many MB (10^6 bytes) wait in the log and records are refused, instead of"
                    + " for a time.")
    private int megabytes;

    private final Console console;

    public OutageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (recordsPerSecond < 1 || seconds < 1 || around < 0 || megabytes < 0) {
            throw new ParameterException(spec.commandLine(), "rate and seconds must be positive");
        }
        ServerLauncher launcher = MonitoredServers.launcher(spec);
        try (WorkDirectory directory = WorkDirectory.create(options.parent(), "outage")) {
            Report report = new Report("outage", Machine.of(directory.path()));
            long start = System.nanoTime();
            Path log = directory.path().resolve(SERVER_LOG);
            ServerSettings settings =
                    new ServerSettings(directory.path().resolve("data"), log, AdminKey.random(), bounds());
            try (ChildServer server = new ChildServer(launcher, settings)) {
                new OutageRun(
                                console,
                                report,
                                new OutageRun.Plan(recordsPerSecond, around, megabytes > 0 ? 0 : seconds))
                        .run(server, settings);
            } catch (FailedRunException | CommandException e) {
                report.fail(String.valueOf(e.getMessage()));
                console.progress("outage: the end of the server's log follows");
                MonitoredServers.tail(log).forEach(console::progress);
            }
            report.number("seconds", (System.nanoTime() - start) / 1e9, 1, "in all");
            return report.print(console, options.json());
        }
    }

    /// Refused at 90 % of the bound.
    private Map<String, String> bounds() {
        return megabytes == 0
                ? Map.of()
                : Map.of("TTDUST_UNFLUSHED_BYTES_MAX", Long.toString(megabytes * 1_000_000L * 100 / REFUSE_PERCENT));
    }
}
