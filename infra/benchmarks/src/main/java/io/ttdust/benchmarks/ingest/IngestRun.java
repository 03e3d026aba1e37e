package io.ttdust.benchmarks.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.load.Answers;
import io.ttdust.benchmarks.load.Frames;
import io.ttdust.benchmarks.load.FramesPhase;
import io.ttdust.benchmarks.load.PacedPhase;
import io.ttdust.benchmarks.load.Target;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.benchmarks.measure.WakeUps;
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

/// One run against one server: the phases in their order, each adding its numbers to the report.
final class IngestRun {

    /// File of the server's output, in the directory of the run.
    static final String SERVER_LOG = "server.log";

    private static final int PRODUCERS = 2;
    private static final int CALLS = 2;
    private static final int FRAMES_IN_FLIGHT = 8;
    private static final int RECORDS_PER_FRAME = 64;
    private static final int EVENTS = 128 * RECORDS_PER_FRAME;
    private static final int PACED_RECORDS_PER_SECOND = 20_000;
    private static final Duration PACED = Duration.ofSeconds(6);
    private static final int SINGLES_IN_FLIGHT = 64;
    private static final Duration SETTLING = Duration.ofMillis(500);
    private static final Duration SHORT = Duration.ofSeconds(3);
    /// Single records, HTTP and paced frames have one such part of the warm-up each, frames at full speed the others.
    private static final int WARM_UP_PARTS = 6;
    private static final int HTTP_CONNECTIONS = 4;
    private static final int HTTP_RECORDS = 500;

    private final Console console;
    private final Report report;
    private final Duration warmUp;
    private final Duration span;
    private final List<byte[]> events = ClickEvents.generate(1, EVENTS);
    private final Answers answers = new Answers();

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
            try (Target target = Target.prepare(server.start(), settings.apiKey(), PRODUCERS);
                    ServerMonitor monitor = ServerMonitor.attach(server.pid())) {
                mbPerSecond = frames(target, monitor, settings.data());
                paced(target);
                singles(target, monitor);
                http(target);
                memory(monitor);
            }
            console.progress("ingest: stopping the server");
            server.stop();
            statistics(server.lastEvent("log.statistics"));
            return mbPerSecond;
        }
    }

    private double frames(Target target, ServerMonitor monitor, Path data) throws InterruptedException {
        warmUp(target, monitor);
        console.progress("ingest: frames of %d records for %d s".formatted(RECORDS_PER_FRAME, span.toSeconds()));
        Instant begun = Instant.now();
        long before = answers.acknowledged();
        FramesPhase.Measured measured =
                frames(target.streams(), RECORDS_PER_FRAME, FRAMES_IN_FLIGHT).run(SETTLING, span, answers, monitor);
        long waiting = answers.acknowledged() - DataFiles.all(data).rows();
        measured.fill(report);
        report.number(
                "flush_backlog_mb_end",
                mb((long) (waiting * measured.mbPerSecond() * 1e6 / measured.recordsPerSecond())),
                1,
                "MB of payload acknowledged and not yet in files when the frames at full speed end");
        readBack(target, begun, answers.acknowledged() - before, monitor);
        return measured.mbPerSecond();
    }

    /// Everything that is sent later, so that no phase is one of a compiler at work: on two cores that is what makes
    /// the slowest answers slow. A server at its limit and one at ease are different code to it. Frames at
    /// full speed come last: they leave the backlog that they will find.
    private void warmUp(Target target, ServerMonitor monitor) throws InterruptedException {
        console.progress("ingest: warming up for %d s".formatted(warmUp.toSeconds()));
        Duration part = warmUp.dividedBy(WARM_UP_PARTS);
        frames(target.warmUp(), 1, SINGLES_IN_FLIGHT).run(Duration.ZERO, part, answers, monitor);
        http(target, target.warmUp()).run(Duration.ZERO, part, answers);
        paced(target.warmUp()).run(part, answers);
        frames(target.warmUp(), RECORDS_PER_FRAME, FRAMES_IN_FLIGHT)
                .run(Duration.ZERO, warmUp.minus(part.multipliedBy(3)), answers, monitor);
    }

    private FramesPhase frames(List<Target.Stream> streams, int records, int inFlight) {
        return new FramesPhase(streams, framesOf(streams, records), CALLS, inFlight);
    }

    private List<Frames> framesOf(List<Target.Stream> streams, int records) {
        return streams.stream()
                .map(stream -> Frames.of(stream.id(), events, records))
                .toList();
    }

    private void readBack(Target target, Instant begun, long acknowledged, ServerMonitor monitor)
            throws InterruptedException {
        report.count("records_acked", acknowledged, "on the streams that count, from their first record on");
        console.progress("ingest: reading %,d records back".formatted(acknowledged));
        List<ReadBack.Source> sources = target.streams().stream()
                .map(stream -> new ReadBack.Source(stream.id(), stream.withKey()))
                .toList();
        long cpu = monitor.cpuNanos();
        long start = System.nanoTime();
        long total = new ReadBack(sources, events, begun, Instant.now()).count();
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

    private void paced(Target target) throws InterruptedException {
        console.progress("ingest: %,d records/s for %d s".formatted(PACED_RECORDS_PER_SECOND, PACED.toSeconds()));
        PacedPhase phase = paced(target.streams());
        WakeUps wakeUps = WakeUps.start();
        Latencies latencies = phase.run(PACED, answers);
        Latencies late = wakeUps.stop();
        report.number("ack_p50_ms_20k", latencies.quantileMicros(0.5) / 1e3, 2, "ms from when a frame was due");
        report.number("ack_p99_ms_20k", latencies.quantileMicros(0.99) / 1e3, 2, "ms");
        report.number("ack_max_ms_20k", latencies.quantileMicros(1) / 1e3, 2, "ms");
        report.number(
                "wake_p99_ms_20k",
                late.quantileMicros(0.99) / 1e3,
                2,
                "ms late that a thread of the generator woke from 1 ms of sleep meanwhile");
    }

    private PacedPhase paced(List<Target.Stream> streams) {
        return new PacedPhase(streams, framesOf(streams, RECORDS_PER_FRAME), CALLS, PACED_RECORDS_PER_SECOND);
    }

    private void singles(Target target, ServerMonitor monitor) throws InterruptedException {
        console.progress("ingest: frames of one record");
        FramesPhase.Measured measured =
                frames(target.streams(), 1, SINGLES_IN_FLIGHT).run(SETTLING, SHORT, answers, monitor);
        report.number(
                "single_records_per_s",
                measured.recordsPerSecond(),
                0,
                "one record per message, %d in flight".formatted(PRODUCERS * CALLS * SINGLES_IN_FLIGHT));
    }

    private void http(Target target) throws InterruptedException {
        console.progress("ingest: NDJSON over HTTP");
        double rate = http(target, target.streams()).run(SETTLING, SHORT, answers);
        report.number(
                "http_ndjson_records_per_s",
                rate,
                0,
                "%d connections, %d lines per request".formatted(HTTP_CONNECTIONS, HTTP_RECORDS));
    }

    private HttpPhase http(Target target, List<Target.Stream> streams) {
        return new HttpPhase(target, streams, events, HTTP_CONNECTIONS, HTTP_RECORDS);
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
    private void statistics(JsonNode event) {
        if (event.isMissingNode()) {
            throw new FailedRunException("the server stopped without the statistics of its log");
        }
        long records = event.path("records").asLong();
        long fsyncs = event.path("fsyncs").asLong();
        report.number("fsyncs_per_record", (double) fsyncs / records, 5, "over all phases");
        report.count("fsyncs_total", fsyncs, "");
        report.count("records_total", records, "in all phases, by the log's own count");
        report.count("bytes_written", event.path("bytes").asLong(), "to the log, padding included");
        if (records != answers.acknowledged()) {
            throw new FailedRunException(
                    "%d records were acknowledged and the log counts %d".formatted(answers.acknowledged(), records));
        }
    }
}
