package io.ttdust.cli;

import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.demo.DemoCommand;
import io.ttdust.cli.query.QueryCommand;
import io.ttdust.cli.schema.SchemaCommand;
import io.ttdust.cli.send.SendCommand;
import io.ttdust.cli.torture.TortureCommand;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// Entry point of the commands that drive a server from outside.
///
/// Exit codes: 0 all is as promised, 1 it is not or the command failed, 2 the call is wrong. `send` and `query` say
/// 1 of records, `schema` of definitions that do not fit, and 2 when they could not finish.
@Command(
        name = "./ttdust",
        synopsisSubcommandLabel = "COMMAND",
        description = "Drives a TTDust server through its public APIs.",
        versionProvider = Version.class)
public final class Main {

    private static final int USAGE_WIDTH = 110;

    /// Set by `./ttdust`, which can tell, when someone watches standard error.
    private static final String PROGRESS = "ttdust.progress";

    Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(isWatched()).execute(arguments));
    }

    @SuppressWarnings("SystemConsoleNull") // it is null again where the JDK's own console is the default, as in 25
    private static boolean isWatched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// All commands, writing to the standard streams unless told otherwise.
    static CommandLine commandLine(boolean watched) {
        CommandLine line = new CommandLine(new Main());
        Surroundings around = new Surroundings(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new Terminal(line.getErr(), Boolean.getBoolean(PROGRESS)),
                System.getenv());
        return withCommands(line, new Terminal(line.getOut(), watched), around);
    }

    /// All commands, writing to `out` only and, as records, to the output of `around`.
    static CommandLine commandLine(PrintWriter out, Surroundings around) {
        CommandLine line = withCommands(new CommandLine(new Main()), new Terminal(out, false), around);
        return line.setOut(out).setErr(out);
    }

    private static CommandLine withCommands(CommandLine line, Terminal terminal, Surroundings around) {
        return line.addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new SendCommand(terminal, around))
                .addSubcommand(new QueryCommand(around))
                .addSubcommand(SchemaCommand.line(terminal, around))
                .addSubcommand(new TortureCommand(terminal))
                .addSubcommand(new Version.Show(terminal))
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::fail);
    }

    private static int refuse(ParameterException problem, String[] arguments) {
        CommandLine line = problem.getCommandLine();
        line.getErr().println("ttdust: " + problem.getMessage());
        line.getErr().println("See: " + line.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int fail(Exception problem, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (problem instanceof CommandException) {
            line.getErr().println("ttdust: " + problem.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        }
        throw problem; // a defect: the stack trace is wanted
    }
}
