package io.ttdust.simulation.log;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// What runs brought to light. Safe for use by several threads.
final class Findings {

    private static final int NAMED_MAX = 10;
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter err;
    private final Map<String, Long> cases = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private long runs;
    private long crashPoints;
    private long told = System.nanoTime();

    Findings(PrintWriter err) {
        this.err = err;
    }

    synchronized void ran(Map<String, Long> counts) {
        runs++;
        if (System.nanoTime() - told >= PROGRESS_NANOS) {
            told = System.nanoTime();
            err.println("%d seeds, %d failed".formatted(runs, failures.size()));
        }
        counts.forEach((name, count) -> cases.merge(name, count, Long::sum));
    }

    synchronized void crashed() {
        crashPoints++;
    }

    /// @param again the options that repeat it
    synchronized void failed(String again, Throwable cause) {
        failures.add(again);
        if (failures.size() <= NAMED_MAX) {
            err.println("failed; again: ./ttdust simulate log " + again);
            cause.printStackTrace(err);
        }
    }

    synchronized long runs() {
        return runs;
    }

    synchronized long crashPoints() {
        return crashPoints;
    }

    /// The options that repeat each failure.
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /// How often each case occurred, those of `names` included that did not.
    synchronized Map<String, Long> cases(List<String> names) {
        Map<String, Long> all = new TreeMap<>();
        names.forEach(name -> all.put(name, cases.getOrDefault(name, 0L)));
        return all;
    }
}
