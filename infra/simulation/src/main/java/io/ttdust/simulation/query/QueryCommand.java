package io.ttdust.simulation.query;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `simulate query`: seeds one after another.
@Command(
        name = "query",
        customSynopsis = "./ttdust simulate query [--runs N] [--seed S] [--json]",
        description = "%nIngests, flushes, dies, recovers and queries in an order that a seed decides, on a simulated"
                + " disk with the real log, file format and use cases, and compares every answer with a model.%n")
public final class QueryCommand implements Callable<Integer> {

    private static final int NAMED_MAX = 10;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--runs", defaultValue = "500", description = "How many seeds (default: 500).")
    private int runs;

    @Option(names = "--seed", defaultValue = "1", description = "The first seed (default: 1); others follow it.")
    private long seed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        long started = System.nanoTime();
        long told = started;
        List<Long> failed = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            long one = seed + run;
            try {
                QuerySimulation.run(one);
            } catch (AssertionError | Exception e) { // a seed that fails in any way is a finding; the next must run
                failed.add(one);
                if (failed.size() <= NAMED_MAX) {
                    err.println(
                            "seed %d failed; again: ./ttdust simulate query --seed %d --runs 1".formatted(one, one));
                    e.printStackTrace(err);
                }
            }
            if (System.nanoTime() - told >= PROGRESS_NANOS) {
                told = System.nanoTime();
                err.println("%d of %d seeds, %d failed".formatted(run + 1, runs, failed.size()));
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? "{\"runs\":%d,\"failures\":%d,\"first_seed\":%d,\"failed_seeds\":%s,\"seconds\":%.1f}"
                                .formatted(runs, failed.size(), seed, failed, seconds)
                        : "%d seeds, %d failures, %.1f s".formatted(runs, failed.size(), seconds));
        return failed.isEmpty() ? 0 : 1;
    }
}
