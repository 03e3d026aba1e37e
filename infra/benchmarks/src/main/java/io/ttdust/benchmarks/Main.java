package io.ttdust.benchmarks;

import io.ttdust.benchmarks.floor.FloorCommand;
import io.ttdust.benchmarks.ingest.IngestCommand;
import io.ttdust.benchmarks.jmh.JmhCommand;
import io.ttdust.benchmarks.log.LogCommand;
import io.ttdust.benchmarks.outage.OutageCommand;
import io.ttdust.benchmarks.parquet.ParquetCommand;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.validate.ValidateCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Entry point of the benchmarks; one subcommand each.
///
/// Exit codes: 0 measured, 1 the run proves nothing (it says why), 2 wrong command line.
@Command(
        name = "bench",
        synopsisHeading = "",
        customSynopsis = "Usage: ./ttdust bench NAME [OPTIONS]",
        description = "%nMeasures this machine and this build. Each run takes about a minute, says what it did,"
                + " and shows the disk's own floor beside what depends on the disk.%n",
        commandListHeading = "Benchmarks:%n",
        footer = "%n./ttdust bench NAME --help lists the options of one. Exit codes: 0 measured, 1 the run proves"
                + " nothing (it says why), 2 wrong command line.")
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final Console console;

    private Main(Console console) {
        this.console = console;
    }

    /// Runs the benchmark that the arguments name.
    public static void main(String[] arguments) {
        System.exit(commandLine(Console.ofProcess()).execute(arguments));
    }

    static CommandLine commandLine(Console console) {
        return new CommandLine(new Main(console))
                .addSubcommand(new FloorCommand(console))
                .addSubcommand(new LogCommand(console))
                .addSubcommand(new IngestCommand(console))
                .addSubcommand(new OutageCommand(console))
                .addSubcommand(new ValidateCommand(console))
                .addSubcommand(new ParquetCommand(console))
                .addSubcommand(new JmhCommand())
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    }

    /// Without a name: the list of names.
    @Override
    public Integer call() {
        spec.commandLine().usage(console.out());
        return CommandLine.ExitCode.OK;
    }
}
