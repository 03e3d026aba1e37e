package io.ttdust.cli.schema;

import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ttdust schema`, which only leads to its own commands.
@Command(
        name = "schema",
        sortOptions = false,
        separator = " ",
        header = "Proposes, registers and shows schemas.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust schema COMMAND [OPTIONS]",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        footer = "./ttdust schema COMMAND --help explains a command.")
public final class SchemaCommand {

    static final int DONE = 0;
    static final int INCOMPATIBLE = 1;
    static final int FAILED = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private SchemaCommand() {}

    /// The command with those below it.
    public static CommandLine line(Terminal out, Surroundings around) {
        return new CommandLine(new SchemaCommand())
                .addSubcommand(new InferCommand(around))
                .addSubcommand(new CreateCommand(out, around))
                .addSubcommand(new VersionCommand(out, around))
                .addSubcommand(new CheckCommand(out, around))
                .addSubcommand(new ListCommand(out, around))
                .addSubcommand(new GetCommand(out, around))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
