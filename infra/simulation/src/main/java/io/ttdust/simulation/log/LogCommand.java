package io.ttdust.simulation.log;

import io.ttdust.simulation.ReportOptions;
import io.ttdust.simulation.log.LogSimulation.Found;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `simulate log`: seeds, crash points and mutants.
@Command(
        name = "log",
        customSynopsis = "./ttdust simulate [log] [--runs N] [--seed S] [--mutants] [--json]",
        description = "%nWrites, fails, dies, rots and recovers in an order that a seed decides, on a simulated disk,"
                + " and holds the log against what was promised.%n")
public final class LogCommand implements Callable<Integer> {

    /// From so many runs on, a case that never occurred is a failure.
    private static final int CASES_DEMANDED_FROM = 2_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--runs", defaultValue = "0", description = "How many seeds (default: 2000, or 1 with --seed).")
    private int runs;

    @Option(names = "--seed", description = "The first seed (default: 1); others follow it.")
    private @Nullable Long seed;

    @Option(names = "--crash-point", description = "Runs one crash point alone, as a failure names it.")
    private @Nullable String crashPoint;

    @Option(names = "--mutants", description = "Breaks six rules of the log one by one; each must be found.")
    private boolean mutants;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() throws Exception {
        long started = System.nanoTime();
        LogRuns log = LogLoader.load(null);
        LogSimulation simulation = new LogSimulation(Runtime.getRuntime().availableProcessors());
        Findings findings = new Findings(spec.commandLine().getErr());
        boolean whole = seed == null && crashPoint == null && !mutants;
        if (crashPoint != null) {
            simulation.crash(log, List.of(point(log, crashPoint)), findings);
        } else if (!mutants) {
            long first = seed == null ? 1 : seed;
            int count = runs > 0 ? runs : whole ? CASES_DEMANDED_FROM : 1;
            simulation.seeds(log, first, count, findings);
        }
        double seedSeconds = secondsSince(started);
        if (whole) {
            simulation.crash(log, LogSimulation.crashPoints(log), findings);
        }
        List<Found> found = whole || mutants ? hunt() : List.of();
        return report(log, findings, found, seedSeconds, secondsSince(started), whole || mutants);
    }

    private CrashPoint point(LogRuns log, String text) {
        try {
            CrashPoint point = CrashPoint.parse(text);
            if (point.script() < log.scripts() && point.way() < log.ways()) {
                return point;
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        throw new ParameterException(
                spec.commandLine(),
                "there are scripts 0 to %d and ways 0 to %d, not %s"
                        .formatted(log.scripts() - 1, log.ways() - 1, text));
    }

    private static double secondsSince(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private List<Found> hunt() throws Exception {
        List<Found> all = new ArrayList<>();
        PrintWriter err = spec.commandLine().getErr();
        for (Mutant mutant : Mutant.values()) {
            Found found = LogSimulation.hunt(mutant, LogSimulation.MUTANT_SEEDS_MAX);
            if (found == null) {
                err.println("%s was not found by seeds 1 to %d".formatted(mutant, LogSimulation.MUTANT_SEEDS_MAX));
            } else {
                err.println("%s was found by seed %d: %s".formatted(mutant, found.seed(), found.how()));
                all.add(found);
            }
        }
        return all;
    }

    private int report(
            LogRuns log, Findings findings, List<Found> found, double seedSeconds, double seconds, boolean hunted) {
        Map<String, Long> cases = findings.cases(log.cases());
        List<String> missing = cases.entrySet().stream()
                .filter(entry -> findings.runs() >= CASES_DEMANDED_FROM && entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        int failures = findings.failures().size() + missing.size();
        double speed = findings.runs() / seedSeconds;
        PrintWriter out = spec.commandLine().getOut();
        if (report.json()) {
            out.println(("{\"runs\":%d,\"crash_points\":%d,\"failures\":%d,\"mutants_found\":%d,\"seconds\":%.1f,"
                            + "\"runs_per_s\":%.1f,\"failed\":[%s],\"missing_cases\":[%s],\"cases\":{%s},\"mutants\":{%s}}")
                    .formatted(
                            findings.runs(),
                            findings.crashPoints(),
                            failures,
                            found.size(),
                            seconds,
                            speed,
                            quoted(findings.failures()),
                            quoted(missing),
                            fields(cases),
                            fields(found.stream()
                                    .collect(
                                            Collectors.toMap(one -> one.mutant().toString(), Found::seed)))));
        } else {
            if (findings.runs() > 0) {
                cases.forEach((name, count) -> out.println("%10d  %s".formatted(count, words(name))));
            }
            missing.forEach(name -> out.println("never occurred: " + words(name)));
            out.println("%d seeds (%.0f/s), %d crash points, %d failures, %d of %d mutants found, %.1f s"
                    .formatted(
                            findings.runs(),
                            speed,
                            findings.crashPoints(),
                            failures,
                            found.size(),
                            hunted ? Mutant.values().length : 0,
                            seconds));
        }
        return failures == 0 && (!hunted || found.size() == Mutant.values().length) ? 0 : 1;
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(","));
    }

    private static String fields(Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> "\"%s\":%d".formatted(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()))
                .collect(Collectors.joining(","));
    }
}
