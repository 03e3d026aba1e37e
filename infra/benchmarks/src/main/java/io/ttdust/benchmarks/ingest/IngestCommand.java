package io.ttdust.benchmarks.ingest;

import io.ttdust.benchmarks.floor.SyncProbe;
import io.ttdust.benchmarks.floor.WritePattern;
import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.measure.WorkDirectory;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.report.RunOptions;
import io.ttdust.benchmarks.server.MonitoredServers;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.server.ServerLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench ingest`: the server in a process of its own, everything on, and a generator in this one.
@Command(
        name = "ingest",
        description = "The whole server: frames at full speed, read back and counted; then, in turns, 20 000 records/s,"
                + " single records, and NDJSON over HTTP.")
public final class IngestCommand implements Callable<Integer> {

    private static final int FLOOR_TURNS = 3;
    private static final Duration FLOOR_TURN = Duration.ofMillis(150);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds of single records, HTTP, paced frames and frames at full speed, in turns, before the"
                    + " count begins; the server's compiler needs them on two cores. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "12",
            description = "Seconds of frames that count. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    private final Console console;

    public IngestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerLauncher launcher = MonitoredServers.launcher(spec);
        try (WorkDirectory directory = WorkDirectory.create(options.parent(), "ingest")) {
            Report report = new Report("ingest", Machine.of(directory.path()));
            long start = System.nanoTime();
            List<Double> floor = new ArrayList<>(floor(directory.path()));
            double mbPerSecond = 0;
            try {
                mbPerSecond = new IngestRun(
                                console, report, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds))
                        .run(launcher, directory.path());
            } catch (FailedRunException | CommandException e) {
                report.fail(String.valueOf(e.getMessage()));
                console.progress("ingest: the end of the server's log follows");
                MonitoredServers.tail(directory.path().resolve(IngestRun.SERVER_LOG))
                        .forEach(console::progress);
            }
            floor.addAll(floor(directory.path()));
            Spread disk = Spread.of(floor);
            report.spread(
                    "floor_1m_mb_s",
                    disk,
                    0,
                    "MB/s; 1 MiB over zero-filled blocks + fdatasync, %d turns before and after"
                            .formatted(FLOOR_TURNS));
            if (!report.hasFailed()) {
                report.number("mb_s_ratio", mbPerSecond / disk.median(), 3, "mb_s / floor_1m_mb_s");
            }
            report.number("seconds", (System.nanoTime() - start) / 1e9, 1, "in all");
            return report.print(console, options.json());
        }
    }

    private static List<Double> floor(Path directory) throws IOException {
        List<Double> turns = new ArrayList<>();
        try (SyncProbe probe = SyncProbe.open(directory, WritePattern.REWRITTEN, 1 << 20)) {
            for (int i = 0; i < FLOOR_TURNS; i++) {
                turns.add(probe.run(FLOOR_TURN).mbPerSecond());
            }
        }
        return turns;
    }
}
