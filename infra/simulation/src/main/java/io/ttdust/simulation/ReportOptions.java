package io.ttdust.simulation;

import picocli.CommandLine.Option;

/// What every simulation understands about its report.
public final class ReportOptions {

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    public boolean json() {
        return json;
    }
}
