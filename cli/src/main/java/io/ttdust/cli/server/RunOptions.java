package io.ttdust.cli.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command understands that starts a server of its own, in a fresh [Workplace].
public final class RunOptions {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Make the fresh directory in DIR (default: among temporary files).")
    private @Nullable Path parent;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    /// Folder to make the directory in; null for the system's temporary files.
    public @Nullable Path parent() {
        return parent;
    }

    public boolean json() {
        return json;
    }
}
