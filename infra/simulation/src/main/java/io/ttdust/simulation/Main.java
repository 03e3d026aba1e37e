package io.ttdust.simulation;

import io.ttdust.simulation.hostile.HostileCommand;
import io.ttdust.simulation.log.LogCommand;
import io.ttdust.simulation.query.QueryCommand;
import io.ttdust.simulation.suite.SuiteCommand;
import io.ttdust.simulation.validate.ValidateCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Entry point of the simulations; one subcommand each. Exit codes: 0 every answer was right, 1 some was not, 2
/// wrong command line.
@Command(
        name = "simulate",
        synopsisHeading = "",
        customSynopsis = "Usage: ./ttdust simulate [NAME] [OPTIONS]",
        description = "%nRuns parts of the product against a model, seed by seed. A failure names its" + " seed.%n",
        commandListHeading = "Simulations:%n",
        footer = "%n./ttdust simulate NAME --help lists the options of one.")
public final class Main {

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
                .addSubcommand(new LogCommand())
                .addSubcommand(new QueryCommand())
                .addSubcommand(new ValidateCommand())
                .addSubcommand(new SuiteCommand())
                .addSubcommand(new HostileCommand())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(named(arguments)));
    }

    /// Without a name the log is meant.
    private static String[] named(String[] arguments) {
        boolean isNamed = arguments.length > 0
                && (!arguments[0].startsWith("-") || List.of("-h", "--help").contains(arguments[0]));
        return isNamed
                ? arguments
                : Stream.concat(Stream.of("log"), Stream.of(arguments)).toArray(String[]::new);
    }
}
