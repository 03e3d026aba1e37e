package io.ttdust.bootstrap.offline;

import io.ttdust.adapters.wal.recovery.LogInspection;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `ttdust log inspect`.
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Lists the log's files, and for each partition what lies in the log and not only in data files."
                + " Exit code 1 when the log is damaged.")
final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogDirectory log = new LogDirectory();

    @Override
    public Integer call() throws IOException {
        LogInspection inspection = LogInspection.of(log.files());
        InspectionPage page = new InspectionPage(inspection, log.path(), log.inUse());
        spec.commandLine().getOut().print(log.json() ? page.json(true) : page.text());
        spec.commandLine().getOut().flush();
        return page.exitCode();
    }
}
