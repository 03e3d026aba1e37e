package io.ttdust.simulation;

import io.ttdust.simulation.query.QueryCommand;
import io.ttdust.simulation.suite.SuiteCommand;
import io.ttdust.simulation.validate.ValidateCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Entry point of the simulations; one subcommand each. Exit codes: 0 every answer was right, 1 some was not, 2
/// wrong command line.
@Command(
        name = "simulate",
        synopsisHeading = "",
        customSynopsis = "Usage: ./ttdust simulate NAME [OPTIONS]",
        description = "%nRuns parts of the product against a model, seed by seed. A failure names its" + " seed.%n",
        commandListHeading = "Simulations:%n",
        footer = "%n./ttdust simulate NAME --help lists the options of one.")
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private Main() {}

    /// Runs the simulation that the arguments name.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .addSubcommand(new QueryCommand())
                .addSubcommand(new ValidateCommand())
                .addSubcommand(new SuiteCommand())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments));
    }

    /// Without a name there is nothing to run.
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }
}
