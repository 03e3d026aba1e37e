package io.ttdust.simulation.log;

import io.ttdust.simulation.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What runs brought to light. Safe for use by several threads.
final class Findings {

    private final PrintWriter err;
    private final Map<String, Long> cases = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private long runs;
    private final Progress progress;
    private long crashPoints;

    Findings(PrintWriter err) {
        this.err = err;
        this.progress = new Progress(err);
    }

    synchronized void ran(Map<String, Long> counts) {
        runs++;
        progress.advanced(() -> "%d seeds, %d failed".formatted(runs, failures.size()));
        counts.forEach((name, count) -> cases.merge(name, count, Long::sum));
    }

    synchronized void crashed() {
        crashPoints++;
    }

    /// @param again the options that repeat it
    synchronized void failed(String again, Throwable cause) {
        failures.add(again);
        if (progress.tellsFailure()) {
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
