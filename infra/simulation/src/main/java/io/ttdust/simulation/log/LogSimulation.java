package io.ttdust.simulation.log;

import io.ttdust.application.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs seeds and crash points, several at once, and looks for mutants.
final class LogSimulation {

    /// Each mutant must be found within so many seeds; most are within ten.
    static final int MUTANT_SEEDS_MAX = 1_000;

    private final int workers;

    /// @param workers how many runs go on at once
    LogSimulation(int workers) {
        this.workers = workers;
    }

    private interface Work {

        /// Does one more; answers false when none is left.
        boolean next();
    }

    private void share(Work work) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            threads.add(Thread.ofPlatform().name("simulation-" + i).start(() -> {
                while (work.next()) {
                    Thread.onSpinWait();
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }
    }

    /// Runs `count` seeds from `first` on.
    void seeds(LogRuns log, long first, int count, Findings findings) {
        AtomicLong next = new AtomicLong(first);
        share(() -> {
            long seed = next.getAndIncrement();
            if (seed - first >= count) {
                return false;
            }
            try {
                findings.ran(log.story(seed).cases());
            } catch (AssertionError | Exception e) { // a seed that fails in any way is a finding; the next must run
                findings.ran(Map.of());
                findings.failed("--seed " + seed, e);
            }
            return true;
        });
    }

    /// All crash points of all scripts.
    static List<CrashPoint> crashPoints(LogRuns log) throws Exception {
        List<CrashPoint> points = new ArrayList<>();
        for (int script = 0; script < log.scripts(); script++) {
            long operations = log.operations(script);
            for (long operation = 1; operation <= operations; operation++) {
                for (int way = 0; way < log.ways(); way++) {
                    points.add(new CrashPoint(script, operation, way));
                }
            }
        }
        return points;
    }

    void crash(LogRuns log, List<CrashPoint> points, Findings findings) {
        AtomicInteger next = new AtomicInteger();
        share(() -> {
            int number = next.getAndIncrement();
            if (number >= points.size()) {
                return false;
            }
            try {
                findings.crashed();
                log.end(points.get(number));
            } catch (AssertionError | Exception e) { // as above
                findings.failed("--crash-point " + points.get(number), e);
            }
            return true;
        });
    }

    /// The first of `seedsMax` seeds that finds `mutant`; null when none does.
    static @Nullable Found hunt(Breakage mutant, int seedsMax) throws Exception {
        LogRuns broken = LogLoader.load(mutant);
        for (long seed = 1; seed <= seedsMax; seed++) {
            try {
                broken.story(seed);
            } catch (AssertionError | StorageException e) {
                return new Found(mutant, seed, String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    /// @param how the promise that was broken
    record Found(Breakage mutant, long seed, String how) {}
}
