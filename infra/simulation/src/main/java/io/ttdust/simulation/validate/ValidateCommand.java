package io.ttdust.simulation.validate;

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

/// `simulate validate`: pairs of schema and instance, seed by seed.
@Command(
        name = "validate",
        customSynopsis = "./ttdust simulate validate [--runs N] [--seed S] [--json]",
        description = "%nMakes schemas and instances and lets the compiled program and the validator library judge"
                + " them: both must say the same.%n")
public final class ValidateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--runs", defaultValue = "100000", description = "How many pairs (default: 100000).")
    private long runs;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The first seed (default: 1); each makes a schema and 40 instances.")
    private long seed;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        long started = System.nanoTime();
        Progress progress = new Progress(err);
        Differences differences = new Differences();
        List<Long> failed = new ArrayList<>();
        long next = seed;
        while (differences.pairs() < runs) {
            List<String> found = differences.run(next);
            if (!found.isEmpty()) {
                failed.add(next);
                if (progress.tellsFailure()) {
                    err.println("seed %d: %d differences; again: ./ttdust simulate validate --seed %d --runs %d"
                            .formatted(next, found.size(), next, Differences.PAIRS_PER_SEED));
                    err.println(found.getFirst());
                }
            }
            next++;
            progress.advanced(() ->
                    "%d of %d pairs, %d unexplained".formatted(differences.pairs(), runs, differences.unexplained()));
        }
        report(differences, failed, next - seed, (System.nanoTime() - started) / 1e9);
        return failed.isEmpty() ? 0 : 1;
    }

    private void report(Differences differences, List<Long> failed, long seeds, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        double percent = 100.0 * differences.valid() / Math.max(1, differences.pairs());
        if (report.json()) {
            out.println(("{\"pairs\":%d,\"valid\":%d,\"valid_percent\":%.1f,\"unexplained\":%d,\"given_up\":%d,"
                            + "\"schemas\":%d,\"refused_schemas\":%d,\"first_seed\":%d,\"failed_seeds\":%s,"
                            + "\"seconds\":%.1f}")
                    .formatted(
                            differences.pairs(),
                            differences.valid(),
                            percent,
                            differences.unexplained(),
                            differences.givenUp(),
                            seeds,
                            differences.refusedSchemas(),
                            seed,
                            failed,
                            seconds));
        } else {
            out.println("%d pairs of %d schemas, %.1f %% valid, %d unexplained differences, %.1f s"
                    .formatted(differences.pairs(), seeds, percent, differences.unexplained(), seconds));
        }
    }
}
