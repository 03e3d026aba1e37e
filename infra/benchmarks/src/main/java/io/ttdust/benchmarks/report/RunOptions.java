package io.ttdust.benchmarks.report;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every benchmark understands that measures a disk.
public final class RunOptions {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Measure the disk below this folder, in a fresh directory that is removed afterwards."
                    + " Default: this program's build folder.")
    private @Nullable Path parent;

    @Mixin
    private ReportOptions report = new ReportOptions();

    /// Folder to make the work directory in; null for the default.
    public @Nullable Path parent() {
        return parent;
    }

    public boolean json() {
        return report.json();
    }
}
