package io.ttdust.benchmarks.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.benchmarks.load.FramesPhase;
import io.ttdust.benchmarks.load.Target;
import io.ttdust.benchmarks.measure.StolenTime;
import io.ttdust.benchmarks.readback.ReadBack;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.server.ServerMonitor;
import io.ttdust.cli.proof.DataFiles;
import io.ttdust.cli.server.AdminKey;
import io.ttdust.cli.server.ChildServer;
import io.ttdust.cli.server.ServerLauncher;
import io.ttdust.cli.server.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// One run against one server: the phases in their order, each adding its numbers to the report.
final class IngestRun {

    /// File of the server's output, in the directory of the run.
    static final String SERVER_LOG = "server.log";

    private static final double STOLEN_PERCENT_MAX = 3;
    /// Coming from a pace, the first seconds at full speed are slower than all later ones.
    private static final Duration SETTLING = Duration.ofSeconds(4);

    /// The compiler bets on what it has seen: when a server that was driven to its limit is at ease, or the other way
    /// round, it throws code away and makes it anew. After a few rounds of everything it has seen all of it.
    private static final int WARM_UP_ROUNDS = 3;

    private static final int WARM_UP_PARTS = 4 * WARM_UP_ROUNDS;

    private final Console console;
    private final Report report;
    private final Duration warmUp;
    private final Duration span;

    IngestRun(Console console, Report report, Duration warmUp, Duration span) {
        this.console = console;
        this.report = report;
        this.warmUp = warmUp;
        this.span = span;
    }

    /// Starts a server in `directory`, runs all phases, and stops it in good order.
    ///
    /// @return MB/s of payload at full speed
    /// @throws FailedRunException if the run proves nothing
    double run(ServerLauncher launcher, Path directory) throws InterruptedException {
        ServerSettings settings =
                new ServerSettings(directory.resolve("data"), directory.resolve(SERVER_LOG), AdminKey.random());
        try (ChildServer server = new ChildServer(launcher, settings)) {
            console.progress("ingest: starting the server");
            double mbPerSecond;
            long acknowledged;
            try (Target target = Target.prepare(server.start(), settings.apiKey(), Load.PRODUCERS);
                    ServerMonitor monitor = ServerMonitor.attach(server.pid())) {
                Load load = new Load(target, monitor);
                warmUp(load, target.warmUp());
                Instant begun = Instant.now();
                long before = load.answers().acknowledged();
                mbPerSecond = frames(load, target.streams(), settings.data());
                readBack(load, target, begun, load.answers().acknowledged() - before, monitor);
                ShortTurns turns = new ShortTurns();
                turns.run(load, target.streams(), console);
                turns.fill(report);
                memory(monitor);
                acknowledged = load.answers().acknowledged();
            }
            console.progress("ingest: stopping the server");
            server.stop();
            statistics(server.lastEvent("log.statistics"), acknowledged);
            return mbPerSecond;
        }
    }

    /// Everything that is sent later, so that no phase is one of a compiler at work: on two cores that is what makes
    /// the slowest answers slow. Frames at full speed come last: they leave the backlog that they will find.
    private void warmUp(Load load, List<Target.Stream> streams) throws InterruptedException {
        Duration part = warmUp.dividedBy(WARM_UP_PARTS);
        for (int round = 1; round <= WARM_UP_ROUNDS; round++) {
            console.progress("ingest: warming up, %d s; round %d of %d"
                    .formatted(warmUp.toSeconds() / WARM_UP_ROUNDS, round, WARM_UP_ROUNDS));
            load.singles(streams, Duration.ZERO, part);
            load.http(streams, Duration.ZERO, part);
            load.paced(streams, part);
            load.frames(streams, Duration.ZERO, part);
        }
    }

    private double frames(Load load, List<Target.Stream> streams, Path data) throws InterruptedException {
        console.progress("ingest: frames of %d records for %d s".formatted(Load.RECORDS_PER_FRAME, span.toSeconds()));
        StolenTime stolen = StolenTime.start();
        FramesPhase.Measured measured = load.frames(streams, SETTLING, span);
        OptionalDouble stolenPercent = stolen.percent();
        long waiting = load.answers().acknowledged() - DataFiles.all(data).rows();
        measured.fill(report);
        console.progress("ingest: records/s of each 2 s: "
                + measured.windows().stream()
                        .map(rate -> "%,.0f".formatted(rate))
                        .collect(Collectors.joining(", ")));
        stolenPercent.ifPresentOrElse(
                percent -> {
                    report.number("stolen_percent", percent, 1, StolenTime.MEANING);
                    noteStolen(report, "frames at full speed", percent);
                },
                () -> report.absent("stolen_percent", StolenTime.MEANING + "; not told by this system"));
        report.number(
                "flush_backlog_mb_end",
                mb((long) (waiting * measured.mbPerSecond() * 1e6 / measured.recordsPerSecond())),
                1,
                "MB of payload acknowledged and not yet in files when the frames at full speed end");
        return measured.mbPerSecond();
    }

    /// Says so where `phase` measured other machines more than this one.
    static void noteStolen(Report report, String phase, double percent) {
        if (percent > STOLEN_PERCENT_MAX) {
            report.note(
                    ("%s: this machine's host gave %.0f %% of the cores' time to others, so a quieter moment shows more"
                                    + " of the server")
                            .formatted(phase, percent));
        }
    }

    private void readBack(Load load, Target target, Instant begun, long acknowledged, ServerMonitor monitor)
            throws InterruptedException {
        report.count("records_acked", acknowledged, "on the streams that count, from their first record on");
        console.progress("ingest: reading %,d records back".formatted(acknowledged));
        List<ReadBack.Source> sources = target.streams().stream()
                .map(stream -> new ReadBack.Source(stream.id(), stream.withKey()))
                .toList();
        long cpu = monitor.cpuNanos();
        long start = System.nanoTime();
        long total = new ReadBack(sources, load.events(), begun, Instant.now()).count();
        double seconds = (System.nanoTime() - start) / 1e9;
        report.count("read_back", total, "by time-range queries; dense sequence numbers, payloads byte-equal");
        report.number("read_back_records_per_s", total / seconds, 0, "");
        report.number(
                "read_back_server_cpu_s_per_million",
                (monitor.cpuNanos() - cpu) / 1e9 / total * 1e6,
                2,
                "s of CPU per 10^6 records read");
        if (total != acknowledged) {
            throw new FailedRunException(
                    "%d records were acknowledged and %d read back".formatted(acknowledged, total));
        }
    }

    private void memory(ServerMonitor monitor) {
        report.number("heap_max_mb", mb(monitor.heapUsedMax()), 0, "MB in use, garbage included, sampled");
        report.number("heap_committed_max_mb", mb(monitor.heapCommittedMax()), 0, "MB taken from the machine");
        report.number("direct_max_mb", mb(monitor.offHeapMax()), 0, "MB off the heap, held by Java code");
        if (monitor.residentMax() < 0) {
            report.absent("rss_max_mb", "MB resident; not told by this system");
        } else {
            report.number("rss_max_mb", mb(monitor.residentMax()), 0, "MB resident, with code, stacks, page tables");
        }
    }

    private static double mb(long bytes) {
        return bytes / 1e6;
    }

    /// What the log counted over the whole life of the server, all phases.
    private void statistics(JsonNode event, long acknowledged) {
        if (event.isMissingNode()) {
            throw new FailedRunException("the server stopped without the statistics of its log");
        }
        long records = event.path("records").asLong();
        long fsyncs = event.path("fsyncs").asLong();
        report.number("fsyncs_per_record", (double) fsyncs / records, 5, "over all phases");
        report.count("fsyncs_total", fsyncs, "");
        report.count("records_total", records, "in all phases, by the log's own count");
        report.count("bytes_written", event.path("bytes").asLong(), "to the log, padding included");
        if (records != acknowledged) {
            throw new FailedRunException(
                    "%d records were acknowledged and the log counts %d".formatted(acknowledged, records));
        }
    }
}
