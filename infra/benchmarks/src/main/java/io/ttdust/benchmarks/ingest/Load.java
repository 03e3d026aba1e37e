package io.ttdust.benchmarks.ingest;

import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.load.Answers;
import io.ttdust.benchmarks.load.Frames;
import io.ttdust.benchmarks.load.FramesPhase;
import io.ttdust.benchmarks.load.PacedPhase;
import io.ttdust.benchmarks.load.Target;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.benchmarks.server.ServerMonitor;
import java.time.Duration;
import java.util.List;

/// The four kinds of load, each as it warms up and as it counts. All of them send the same events.
final class Load {

    static final int PRODUCERS = 2;
    static final int RECORDS_PER_FRAME = 64;
    static final int PACED_RECORDS_PER_SECOND = 20_000;
    static final int HTTP_CONNECTIONS = 4;
    static final int HTTP_RECORDS = 500;

    private static final int CALLS = 2;
    private static final int FRAMES_IN_FLIGHT = 8;
    private static final int SINGLES_IN_FLIGHT = 64;
    static final int SINGLES_IN_FLIGHT_IN_ALL = PRODUCERS * CALLS * SINGLES_IN_FLIGHT;

    private static final int EVENTS = 128 * RECORDS_PER_FRAME;

    private final List<byte[]> events = ClickEvents.generate(1, EVENTS);
    private final Answers answers = new Answers();
    private final Target target;
    private final ServerMonitor monitor;

    Load(Target target, ServerMonitor monitor) {
        this.target = target;
        this.monitor = monitor;
    }

    List<byte[]> events() {
        return events;
    }

    /// What all phases together were answered.
    Answers answers() {
        return answers;
    }

    /// Frames at full speed.
    FramesPhase.Measured frames(List<Target.Stream> streams, Duration settling, Duration span)
            throws InterruptedException {
        return fullSpeed(streams, RECORDS_PER_FRAME, FRAMES_IN_FLIGHT, settling, span);
    }

    /// Frames of one record at full speed.
    FramesPhase.Measured singles(List<Target.Stream> streams, Duration settling, Duration span)
            throws InterruptedException {
        return fullSpeed(streams, 1, SINGLES_IN_FLIGHT, settling, span);
    }

    private FramesPhase.Measured fullSpeed(
            List<Target.Stream> streams, int records, int inFlight, Duration settling, Duration span)
            throws InterruptedException {
        return new FramesPhase(streams, framesOf(streams, records), CALLS, inFlight)
                .run(settling, span, answers, monitor);
    }

    /// Frames at fixed times; gives the latency of each.
    Latencies paced(List<Target.Stream> streams, Duration span) throws InterruptedException {
        return new PacedPhase(streams, framesOf(streams, RECORDS_PER_FRAME), CALLS, PACED_RECORDS_PER_SECOND)
                .run(span, answers);
    }

    /// NDJSON over HTTP; gives records per second.
    double http(List<Target.Stream> streams, Duration settling, Duration span) throws InterruptedException {
        return new HttpPhase(target, streams, events, HTTP_CONNECTIONS, HTTP_RECORDS).run(settling, span, answers);
    }

    private List<Frames> framesOf(List<Target.Stream> streams, int records) {
        return streams.stream()
                .map(stream -> Frames.of(stream.id(), events, records))
                .toList();
    }
}
