package io.ttdust.benchmarks.load;

import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.benchmarks.report.FailedRunException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Frames sent at fixed times, over as many calls as the phase before: what a producer sees that does not push.
public record PacedPhase(List<Target.Stream> streams, List<Frames> frames, int callsPerStream, int recordsPerSecond) {

    private static final Duration LEAD = Duration.ofMillis(200);

    /// Sends for `span`, waits for all answers, and gives every frame's latency.
    public Latencies run(Duration span, Answers answers) throws InterruptedException {
        int callCount = frames.size() * callsPerStream;
        long interval = 1_000_000_000L * frames.getFirst().records() / recordsPerSecond;
        long start = System.nanoTime() + LEAD.toNanos();
        List<PacedCall> calls = new ArrayList<>();
        for (int i = 0; i < callCount; i++) {
            int place = i;
            int stream = i % frames.size();
            PacedCall call = new PacedCall(
                    frames.get(stream), number -> start + (number * callCount + place) * interval, answers);
            streams.get(stream).ingestion().ingestRecords(call);
            calls.add(call);
        }
        long count = span.toNanos() / interval;
        for (long i = 0; i < count && answers.problem() == null; i++) {
            awaitTime(start + i * interval);
            calls.get((int) (i % callCount)).send();
        }
        Latencies latencies = new Latencies();
        for (PacedCall call : calls) {
            latencies.addAll(FramesPhase.awaitEnd(call.finish()));
        }
        if (answers.problem() != null) {
            throw new FailedRunException(answers.problem());
        }
        return latencies;
    }

    private static void awaitTime(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
