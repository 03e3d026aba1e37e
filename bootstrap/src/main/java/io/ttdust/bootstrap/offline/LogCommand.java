package io.ttdust.bootstrap.offline;

import io.ttdust.application.port.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ttdust log`.
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks into a log whose server does not run, or brings one back from its archive.")
public final class LogCommand implements Runnable {

    private static final int USAGE_WIDTH = 110;
    private static final int EXIT_FAILED = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    LogCommand() {}

    /// Runs `ttdust log ARGUMENTS`.
    ///
    /// @return 0 all is whole, 1 the log is damaged, 2 the call is wrong or the log cannot be read
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new LogCommand())
                .addSubcommand(new InspectCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new DumpCommand())
                .addSubcommand(new RestoreCommand())
                .setUsageHelpWidth(USAGE_WIDTH)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof IOException || e instanceof StorageException) {
                        command.getErr()
                                .println("ttdust: "
                                        + (command.getCommand() instanceof RestoreCommand
                                                ? "cannot restore the log: "
                                                : "cannot read the log: ")
                                        + e.getMessage());
                        return EXIT_FAILED;
                    }
                    throw e;
                });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: inspect, verify, dump or restore");
    }
}
