package io.ttdust.benchmarks.load;

import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.server.ServerMonitor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Producers that keep frames in flight: a moment until all is under way, then the time that counts.
///
/// @param frames of each stream
/// @param callsPerStream calls opened at once for each stream
/// @param inFlight frames of each call
public record FramesPhase(List<Target.Stream> streams, List<Frames> frames, int callsPerStream, int inFlight) {

    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final long ANSWERS_SECONDS = 30;

    /// What the time that counts gave.
    ///
    /// @param records acknowledged within it
    /// @param windows records per second of each two seconds of it
    /// @param latencies of frames, from handing over to answer
    /// @param serverCpuNanos spent by the server, user and system
    /// @param clientCpuNanos spent by this process on the same cores
    public record Measured(
            long records,
            long elapsedNanos,
            List<Double> windows,
            Latencies latencies,
            long serverCpuNanos,
            long clientCpuNanos) {

        public double recordsPerSecond() {
            return records * 1e9 / elapsedNanos;
        }

        public double mbPerSecond() {
            return recordsPerSecond() * ClickEvents.BYTES / 1e6;
        }

        public void fill(Report report) {
            Spread spread = Spread.of(windows);
            report.spread(
                    "records_per_s",
                    new Spread(recordsPerSecond(), spread.min(), spread.max()),
                    0,
                    "acknowledged, mean over %.0f s (slowest .. fastest 2 s)".formatted(elapsedNanos / 1e9));
            report.number("mb_s", mbPerSecond(), 1, "MB/s of payload (10^6 bytes)");
            report.number("ack_p50_ms", latencies.quantileMicros(0.5) / 1e3, 2, "ms; frames at this full load");
            report.number("ack_p99_ms", latencies.quantileMicros(0.99) / 1e3, 2, "ms");
            report.number(
                    "server_cpu_s_per_million", serverCpuNanos / 1e9 / records * 1e6, 2, "s of CPU per 10^6 records");
            report.number(
                    "client_cpu_s_per_million",
                    clientCpuNanos / 1e9 / records * 1e6,
                    2,
                    "s of CPU per 10^6 records, of the generator on the same cores");
        }
    }

    /// Runs, waits until everything sent is answered, and returns.
    public Measured run(Duration settling, Duration span, Answers answers, ServerMonitor monitor)
            throws InterruptedException {
        List<ProducerCall> calls = start(answers);
        Thread.sleep(settling);
        calls.forEach(ProducerCall::time);
        List<Double> windows = new ArrayList<>();
        long serverCpu = monitor.cpuNanos();
        long clientCpu = cpuNanos();
        long records = answers.acknowledged();
        long start = System.nanoTime();
        long before = start;
        long counted = records;
        while (before - start < span.toNanos() && answers.problem() == null) {
            Thread.sleep(WINDOW.compareTo(span) < 0 ? WINDOW : span);
            long now = System.nanoTime();
            long acknowledged = answers.acknowledged();
            windows.add((acknowledged - counted) * 1e9 / (now - before));
            before = now;
            counted = acknowledged;
        }
        serverCpu = monitor.cpuNanos() - serverCpu;
        clientCpu = cpuNanos() - clientCpu;
        Latencies latencies = stop(calls, answers);
        return new Measured(counted - records, before - start, windows, latencies, serverCpu, clientCpu);
    }

    private List<ProducerCall> start(Answers answers) {
        List<ProducerCall> calls = new ArrayList<>();
        for (int stream = 0; stream < frames.size(); stream++) {
            Frames own = frames.get(stream);
            for (int call = 0; call < callsPerStream; call++) {
                long first = (long) call * own.requests().size() / callsPerStream;
                ProducerCall producer = new ProducerCall(own, inFlight, first, answers);
                streams.get(stream).ingestion().ingestRecords(producer);
                calls.add(producer);
            }
        }
        return calls;
    }

    private static Latencies stop(List<ProducerCall> calls, Answers answers) throws InterruptedException {
        List<CompletableFuture<Latencies>> ended =
                calls.stream().map(ProducerCall::stop).toList();
        Latencies latencies = new Latencies();
        for (CompletableFuture<Latencies> call : ended) {
            latencies.addAll(awaitEnd(call));
        }
        if (answers.problem() != null) {
            throw new FailedRunException(answers.problem());
        }
        return latencies;
    }

    /// Waits for a call to end.
    static Latencies awaitEnd(CompletableFuture<Latencies> call) throws InterruptedException {
        try {
            return call.get(ANSWERS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new FailedRunException("frames were not answered within %d s".formatted(ANSWERS_SECONDS));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
