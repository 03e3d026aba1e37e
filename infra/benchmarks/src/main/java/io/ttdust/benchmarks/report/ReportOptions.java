package io.ttdust.benchmarks.report;

import picocli.CommandLine.Option;

/// What every benchmark understands.
public final class ReportOptions {

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--json", description = "Make the last line of the output one JSON object.")
    private boolean json;

    public boolean json() {
        return json;
    }
}
