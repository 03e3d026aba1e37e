package io.ttdust.bootstrap.offline;

import io.ttdust.adapters.wal.file.DiskFiles;
import io.ttdust.adapters.wal.inspection.LogInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path directory = log.path();
        InspectionPage page = InspectionPage.of(LogInspection.of(DiskFiles.readOnly(directory)), directory);
        spec.commandLine().getOut().print(json ? page.json(true) : page.text());
        spec.commandLine().getOut().flush();
        return page.exitCode();
    }
}
