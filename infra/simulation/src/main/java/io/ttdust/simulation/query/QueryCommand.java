package io.ttdust.simulation.query;

import io.ttdust.simulation.Progress;
import io.ttdust.simulation.ReportOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--runs", defaultValue = "500", description = "How many seeds (default: 500).")
    private int runs;

    @Option(names = "--seed", defaultValue = "1", description = "The first seed (default: 1); others follow it.")
    private long seed;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        long started = System.nanoTime();
        Progress progress = new Progress(err);
        List<Long> failed = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            long one = seed + run;
            try {
                QuerySimulation.run(one);
            } catch (AssertionError | Exception e) { // a seed that fails in any way is a finding; the next must run
                failed.add(one);
                if (progress.tellsFailure()) {
                    err.println(
                            "seed %d failed; again: ./ttdust simulate query --seed %d --runs 1".formatted(one, one));
                    e.printStackTrace(err);
                }
            }
            int done = run + 1;
            progress.advanced(() -> "%d of %d seeds, %d failed".formatted(done, runs, failed.size()));
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                report.json()
                        ? "{\"runs\":%d,\"failures\":%d,\"first_seed\":%d,\"failed_seeds\":%s,\"seconds\":%.1f}"
                                .formatted(runs, failed.size(), seed, failed, seconds)
                        : "%d seeds, %d failures, %.1f s".formatted(runs, failed.size(), seconds));
        return failed.isEmpty() ? 0 : 1;
    }
}
