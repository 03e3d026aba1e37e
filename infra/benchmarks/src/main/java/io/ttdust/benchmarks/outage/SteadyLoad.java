package io.ttdust.benchmarks.outage;

import io.ttdust.benchmarks.load.Frames;
import io.ttdust.benchmarks.load.Target;
import io.ttdust.benchmarks.report.FailedRunException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// So many records a second, on a thread of its own, whatever becomes of them; fewer while the server does not answer.
final class SteadyLoad {

    private static final int RECORDS_PER_FRAME = 64;
    private static final int FRAMES_IN_FLIGHT = 64;
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration ANSWERS = Duration.ofSeconds(60);

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<SteadyCall> calls = new ArrayList<>();
    private final int recordsPerSecond;
    private final Thread sender =
            Thread.ofPlatform().daemon().name("steady-load").unstarted(this::run);
    private volatile boolean stopping;

    private SteadyLoad(int recordsPerSecond) {
        this.recordsPerSecond = recordsPerSecond;
    }

    /// Begins to send `events` to all streams of `target`.
    static SteadyLoad start(Target target, List<byte[]> events, int recordsPerSecond) {
        SteadyLoad load = new SteadyLoad(recordsPerSecond);
        for (Target.Stream stream : target.streams()) {
            Frames frames = Frames.of(stream.id(), events, RECORDS_PER_FRAME);
            SteadyCall call = new SteadyCall(frames, FRAMES_IN_FLIGHT, load.accepted, load.refused);
            stream.ingestion().ingestRecords(call);
            load.calls.add(call);
        }
        load.sender.start();
        return load;
    }

    private void run() {
        long interval = 1_000_000_000L * RECORDS_PER_FRAME / recordsPerSecond;
        long due = System.nanoTime();
        for (int next = 0; !stopping; ) {
            long now = System.nanoTime();
            if (now - due > Duration.ofSeconds(1).toNanos()) {
                due = now; // held up: what was not sent then is not sent at once now
            }
            for (; due <= now; due += interval) {
                calls.get(next++ % calls.size()).send();
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    /// Whether every stream has taken a record.
    boolean isUnderWay() {
        return calls.stream().allMatch(SteadyCall::isUnderWay);
    }

    /// Records acknowledged so far.
    long accepted() {
        return accepted.get();
    }

    /// Records refused so far.
    long refused() {
        return refused.get();
    }

    /// Sends no more and waits for all answers.
    ///
    /// @throws FailedRunException if a call ended otherwise
    void stop() throws InterruptedException {
        stopping = true;
        sender.join();
        for (SteadyCall call : calls) {
            try {
                String problem = call.finish().get(ANSWERS.toSeconds(), TimeUnit.SECONDS);
                if (problem != null) {
                    throw new FailedRunException(problem);
                }
            } catch (TimeoutException e) {
                throw new FailedRunException("frames were not answered within %s".formatted(ANSWERS));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
