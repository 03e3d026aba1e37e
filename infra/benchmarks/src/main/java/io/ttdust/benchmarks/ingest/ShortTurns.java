package io.ttdust.benchmarks.ingest;

import io.ttdust.benchmarks.load.Target;
import io.ttdust.benchmarks.measure.Latencies;
import io.ttdust.benchmarks.measure.Spread;
import io.ttdust.benchmarks.measure.StolenTime;
import io.ttdust.benchmarks.measure.WakeUps;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A pace, single records and HTTP, for seconds each and in turns, so that no single bad moment of the machine decides
/// what one of them shows: what counts is the median of the turns.
final class ShortTurns {

    private static final int TURNS = 5;
    private static final Duration PACED = Duration.ofSeconds(3);
    private static final Duration FULL_SPEED = Duration.ofSeconds(2);
    private static final Duration SETTLING = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(2);

    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> slowest = new ArrayList<>();
    private final List<Double> wake = new ArrayList<>();
    private final List<Double> singles = new ArrayList<>();
    private final List<Double> http = new ArrayList<>();
    private final List<Double> stolen = new ArrayList<>();

    /// All turns, one after another.
    void run(Load load, List<Target.Stream> streams, Console console) throws InterruptedException {
        for (int turn = 1; turn <= TURNS; turn++) {
            console.progress("ingest: %,d records/s for %d s, frames of one record, NDJSON over HTTP; turn %d of %d"
                    .formatted(Load.PACED_RECORDS_PER_SECOND, PACED.toSeconds(), turn, TURNS));
            Thread.sleep(REST);
            StolenTime stolenTime = StolenTime.start();
            paced(load, streams);
            singles.add(load.singles(streams, SETTLING, FULL_SPEED).recordsPerSecond());
            http.add(load.http(streams, SETTLING, FULL_SPEED));
            stolenTime.percent().ifPresent(stolen::add);
        }
    }

    private void paced(Load load, List<Target.Stream> streams) throws InterruptedException {
        WakeUps wakeUps = WakeUps.start();
        Latencies latencies = load.paced(streams, PACED);
        Latencies late = wakeUps.stop();
        p50.add(latencies.quantileMicros(0.5) / 1e3);
        p99.add(latencies.quantileMicros(0.99) / 1e3);
        slowest.add(latencies.quantileMicros(1) / 1e3);
        wake.add(late.quantileMicros(0.99) / 1e3);
    }

    void fill(Report report) {
        report.spread(
                "ack_p50_ms_20k",
                Spread.of(p50),
                2,
                "ms from when a frame was due; this and what follows: median of %d turns".formatted(TURNS));
        report.spread("ack_p99_ms_20k", Spread.of(p99), 2, "ms");
        report.spread("ack_max_ms_20k", Spread.of(slowest), 2, "ms");
        report.spread(
                "wake_p99_ms_20k",
                Spread.of(wake),
                2,
                "ms late that a thread of the generator woke from 1 ms of sleep meanwhile");
        report.spread(
                "single_records_per_s",
                Spread.of(singles),
                0,
                "one record per message, %d in flight".formatted(Load.SINGLES_IN_FLIGHT_IN_ALL));
        report.spread(
                "http_ndjson_records_per_s",
                Spread.of(http),
                0,
                "%d connections, %d lines per request".formatted(Load.HTTP_CONNECTIONS, Load.HTTP_RECORDS));
        if (stolen.isEmpty()) {
            report.absent("stolen_percent_turns", StolenTime.MEANING + "; not told by this system");
        } else {
            Spread spread = Spread.of(stolen);
            report.spread("stolen_percent_turns", spread, 1, StolenTime.MEANING);
            IngestRun.noteStolen(report, "the turns, in the middle", spread.median());
        }
    }
}
