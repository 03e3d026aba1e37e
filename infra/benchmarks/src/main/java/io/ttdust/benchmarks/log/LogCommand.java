package io.ttdust.benchmarks.log;

import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.floor.SyncProbe;
import io.ttdust.benchmarks.floor.SyncedWrites;
import io.ttdust.benchmarks.floor.WritePattern;
import io.ttdust.benchmarks.measure.Machine;
import io.ttdust.benchmarks.measure.WorkDirectory;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.report.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench log`: what the log adds to the disk's own time, and how well producers share syncs.
///
/// The floor and the log take turns: each ratio comes from two neighbouring turns on the same disk.
@Command(
        name = "log",
        description = "The log alone, without network or validation: a lone append, shared syncs, bandwidth,"
                + " each beside the floor of the same writes.")
public final class LogCommand implements Callable<Integer> {

    private static final int LONE_FLOOR_BYTES = 4 << 10;
    private static final int BANDWIDTH_FLOOR_BYTES = 1 << 20;
    private static final Duration FLOOR_TURN = Duration.ofMillis(250);
    private static final Duration LONE_TURN = Duration.ofMillis(500);
    private static final Duration SHARED_TURN = Duration.ofMillis(700);
    private static final Duration BANDWIDTH_TURN = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofMillis(1_500);
    private static final long TURN_BYTES_MAX = 512L << 20;
    static final int PRODUCERS = 64;
    static final int BATCH_RECORDS = 100;

    /// Streams of the turns that show what their number costs.
    static final int STREAMS = 1_000;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "7",
            description = "How often each kind has its turn beside its floor. Default: ${DEFAULT-VALUE}.")
    private int pairs;

    private final Console console;

    public LogCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (WorkDirectory directory = WorkDirectory.create(options.parent(), "log")) {
            Report report = new Report("log", Machine.of(directory.path()));
            long start = System.nanoTime();
            Path floor = Files.createDirectory(directory.path().resolve("floor"));
            try (LogWorkload log = LogWorkload.open(directory.path().resolve("wal"), STREAMS);
                    SyncProbe small = SyncProbe.open(floor, WritePattern.REWRITTEN, LONE_FLOOR_BYTES);
                    SyncProbe large = SyncProbe.open(floor, WritePattern.REWRITTEN, BANDWIDTH_FLOOR_BYTES)) {
                ReadBack readBack = new ReadBack();
                measure(log, small, large, readBack).fill(report);
                readBack.fill(log, report);
            }
            new RecoveryTurns(console, directory.path().resolve("recovered")).fill(report);
            report.number("seconds", (System.nanoTime() - start) / 1e9, 1, "");
            return report.print(console, options.json());
        }
    }

    private LogTurns measure(LogWorkload log, SyncProbe small, SyncProbe large, ReadBack readBack)
            throws IOException, InterruptedException {
        console.progress("log: warm-up");
        turn(log, readBack, 1, 1, 1, WARM_UP);
        turn(log, readBack, 1, PRODUCERS, 1, WARM_UP);
        turn(log, readBack, 1, PRODUCERS, BATCH_RECORDS, WARM_UP);
        List<SyncedWrites> loneFloor = new ArrayList<>();
        List<SyncedWrites> bandwidthFloor = new ArrayList<>();
        List<LogTurn> lone = new ArrayList<>();
        List<LogTurn> shared = new ArrayList<>();
        List<LogTurn> bandwidth = new ArrayList<>();
        List<LogTurn> spreadOut = new ArrayList<>();
        for (int pair = 1; pair <= Math.max(1, pairs); pair++) {
            console.progress("log: pair %d of %d".formatted(pair, pairs));
            loneFloor.add(small.run(FLOOR_TURN));
            lone.add(turn(log, readBack, 1, 1, 1, LONE_TURN));
            shared.add(turn(log, readBack, 1, PRODUCERS, 1, SHARED_TURN));
            bandwidthFloor.add(large.run(FLOOR_TURN));
            boolean oneFirst = pair % 2 == 1;
            for (boolean one : new boolean[] {oneFirst, !oneFirst}) {
                LogTurn turn = turn(log, readBack, one ? 1 : STREAMS, PRODUCERS, BATCH_RECORDS, BANDWIDTH_TURN);
                (one ? bandwidth : spreadOut).add(turn);
            }
        }
        return new LogTurns(loneFloor, bandwidthFloor, lone, shared, bandwidth, spreadOut);
    }

    private static LogTurn turn(
            LogWorkload log, ReadBack readBack, int streams, int producers, int records, Duration span)
            throws InterruptedException {
        LogTurn turn = log.run(streams, producers, records, span, TURN_BYTES_MAX);
        readBack.read(log);
        log.release();
        return turn;
    }

    /// What was read after the turns, and how long that took.
    private static final class ReadBack {

        private long records;
        private long nanos;

        private void read(LogWorkload log) {
            long start = System.nanoTime();
            records += log.readBack();
            nanos += System.nanoTime() - start;
        }

        private void fill(LogWorkload log, Report report) {
            report.count("records_acked", log.acknowledged(), "in all turns, warm-up included");
            report.count("read_back", records, "records read from the log after each turn, offsets dense");
            report.number(
                    "read_mb_s",
                    records * ClickEvents.BYTES / 1e6 / (nanos / 1e9),
                    0,
                    "MB/s of payload, from the cache");
            report.count("fsyncs_total", log.fsyncs(), "since the log was opened");
            report.count("bytes_written", log.writtenBytes(), "in commits, padding included");
            if (records != log.acknowledged()) {
                report.fail("%d records were acknowledged and %d read back".formatted(log.acknowledged(), records));
            }
        }
    }
}
