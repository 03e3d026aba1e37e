package io.ttdust.benchmarks.floor;

import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.measure.WorkDirectory;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.report.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench floor`: write and sync, small and large, growing, rewritten and direct, in turns.
///
/// The kinds take turns within each round, because what a disk can do drifts from second to second.
@Command(
        name = "floor",
        description = "This disk alone: write and sync 1 KiB (4 KiB for direct) and 1 MiB, growing, rewritten, direct.")
public final class FloorCommand implements Callable<Integer> {

    /// One kind of write, and its names in the report.
    private enum Kind {
        REWRITTEN_SMALL(WritePattern.REWRITTEN, 1 << 10, "floor_1k"),
        REWRITTEN_LARGE(WritePattern.REWRITTEN, 1 << 20, "floor_1m"),
        GROWING_SMALL(WritePattern.GROWING, 1 << 10, "growing_1k"),
        GROWING_LARGE(WritePattern.GROWING, 1 << 20, "growing_1m"),
        DIRECT_SMALL(WritePattern.DIRECT, 4 << 10, "floor_direct_4k"),
        DIRECT_LARGE(WritePattern.DIRECT, 1 << 20, "floor_direct_1m");

        private final WritePattern pattern;
        private final int bytes;
        private final String field;

        Kind(WritePattern pattern, int bytes, String field) {
            this.pattern = pattern;
            this.bytes = bytes;
            this.field = field;
        }
    }

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "How often each kind has its turn. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--turn-millis",
            paramLabel = "MS",
            defaultValue = "250",
            description = "How long a turn lasts. Default: ${DEFAULT-VALUE}.")
    private int turnMillis;

    private final Console console;

    public FloorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (WorkDirectory directory = WorkDirectory.create(options.parent(), "floor")) {
            Report report = new Report("floor", Machine.of(directory.path()));
            measure(directory.path(), report);
            return report.print(console, options.json());
        }
    }

    private void measure(Path directory, Report report) throws IOException {
        Map<Kind, List<SyncedWrites>> turns = new EnumMap<>(Kind.class);
        Map<Kind, SyncProbe> probes = new EnumMap<>(Kind.class);
        try {
            open(directory, probes, report);
            long start = System.nanoTime();
            for (int round = 1; round <= Math.max(1, rounds); round++) {
                console.progress("floor: round %d of %d".formatted(round, rounds));
                for (Map.Entry<Kind, SyncProbe> probe : probes.entrySet()) {
                    turns.computeIfAbsent(probe.getKey(), kind -> new ArrayList<>())
                            .add(probe.getValue().run(Duration.ofMillis(turnMillis)));
                }
            }
            fill(report, turns, System.nanoTime() - start);
        } finally {
            for (SyncProbe probe : probes.values()) {
                probe.close();
            }
        }
    }

    private void open(Path directory, Map<Kind, SyncProbe> probes, Report report) throws IOException {
        for (Kind kind : Kind.values()) {
            try {
                probes.put(kind, SyncProbe.open(directory, kind.pattern, kind.bytes));
            } catch (UnsupportedOperationException e) {
                report.note("%s was not measured: %s".formatted(kind.field, e.getMessage()));
            }
        }
    }

    private void fill(Report report, Map<Kind, List<SyncedWrites>> turns, long elapsedNanos) {
        long writes = 0;
        long bytes = 0;
        for (Kind kind : Kind.values()) {
            List<SyncedWrites> own = turns.getOrDefault(kind, List.of());
            boolean small = kind.bytes < 1 << 20;
            String what = "%s, %d KiB".formatted(meaning(kind.pattern), kind.bytes >> 10);
            add(report, kind.field + "_p50_us", own, turn -> turn.latencies().quantileMicros(0.5), "us; " + what);
            add(report, kind.field + "_p99_us", own, turn -> turn.latencies().quantileMicros(0.99), "us");
            if (!small) {
                add(report, kind.field + "_mb_s", own, SyncedWrites::mbPerSecond, "MB/s (10^6 bytes)");
            }
            for (SyncedWrites turn : own) {
                writes += turn.latencies().count();
                bytes += turn.bytes();
            }
        }
        report.count("rounds", rounds, "turns of each kind; every number is their median (least .. greatest)");
        report.count("synced_writes", writes, "");
        report.count("bytes", bytes, "written and synced");
        report.number("seconds", elapsedNanos / 1e9, 1, "");
    }

    private static void add(
            Report report,
            String field,
            List<SyncedWrites> turns,
            ToDoubleFunction<SyncedWrites> value,
            String meaning) {
        if (turns.isEmpty()) {
            report.absent(field, meaning);
            return;
        }
        List<Double> values = new ArrayList<>();
        for (SyncedWrites turn : turns) {
            values.add(value.applyAsDouble(turn));
        }
        report.spread(field, Spread.of(values), 1, meaning);
    }

    private static String meaning(WritePattern pattern) {
        return switch (pattern) {
            case GROWING -> "write at the end of a growing file + fdatasync";
            case REWRITTEN -> "write over zero-filled blocks + fdatasync";
            case DIRECT -> "DIRECT + DSYNC write over zero-filled blocks";
        };
    }
}
