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

/// `ttdust log verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Reads every byte of the log and checks all checksums, offsets and records."
                + " Exit code 1 when the log is damaged.")
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogDirectory log = new LogDirectory();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Path directory = log.path();
        LogInspection inspection = LogInspection.ofRecords(DiskFiles.readOnly(directory), (batch, lsn) -> {});
        double seconds = (System.nanoTime() - start) / 1e9;
        InspectionPage page = InspectionPage.of(inspection, directory);
        spec.commandLine().getOut().print(json ? page.json(false) : page.verdict(seconds));
        spec.commandLine().getOut().flush();
        return page.exitCode();
    }
}
