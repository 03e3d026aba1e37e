package io.ttdust.benchmarks.report;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every benchmark understands.
public final class RunOptions {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Measure the disk below this folder, in a fresh directory that is removed afterwards."
                    + " Default: this program's build folder.")
    private @Nullable Path parent;

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--json", description = "Make the last line of the output one JSON object.")
    private boolean json;

    /// Folder to make the work directory in; null for the default.
    public @Nullable Path parent() {
        return parent;
    }

    public boolean json() {
        return json;
    }
}
