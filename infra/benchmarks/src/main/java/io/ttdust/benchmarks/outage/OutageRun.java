package io.ttdust.benchmarks.outage;

import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.benchmarks.load.Target;
import io.ttdust.benchmarks.readback.ReadBack;
import io.ttdust.benchmarks.report.Console;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.benchmarks.report.Report;
import io.ttdust.benchmarks.server.ServerMonitor;
import io.ttdust.cli.proof.DataFiles;
import io.ttdust.cli.server.ChildServer;
import io.ttdust.cli.server.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A server under load, its database stopped and let go on, and everything read back.
final class OutageRun {

    private static final int PRODUCERS = 2;
    private static final int EVENTS = 8192;
    private static final String OK = "200 ok";
    private static final String DEGRADED = "200 degraded";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration FULL_WITHIN = Duration.ofMinutes(5);
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final Duration FILES_WITHIN = Duration.ofMinutes(5);

    private final Console console;
    private final Report report;
    private final Plan plan;
    private final List<byte[]> events = ClickEvents.generate(1, EVENTS);

    /// @param recordsPerSecond sent all the time
    /// @param around seconds of load before the database stops, and after the server is ready again
    /// @param stopped seconds for which it is stopped; 0 for until records are refused
    record Plan(int recordsPerSecond, int around, int stopped) {

        boolean untilFull() {
            return stopped == 0;
        }
    }

    OutageRun(Console console, Report report, Plan plan) {
        this.console = console;
        this.report = report;
        this.plan = plan;
    }

    /// Runs all of it against a server that is started and stopped here.
    ///
    /// @throws FailedRunException if something was not as promised
    void run(ChildServer server, ServerSettings settings) throws InterruptedException {
        console.progress("outage: starting the server");
        try (Target target = Target.prepare(server.start(), settings.apiKey(), PRODUCERS);
                EmbeddedDatabase database = EmbeddedDatabase.below(settings.data());
                Readiness readiness = new Readiness(target.rest());
                ServerMonitor monitor = ServerMonitor.attach(server.pid())) {
            Instant begun = Instant.now();
            SteadyLoad load = SteadyLoad.start(target, events, plan.recordsPerSecond());
            while (!load.isUnderWay()) {
                Thread.sleep(LOOK);
            }
            Thread.sleep(Duration.ofSeconds(plan.around()));
            stopAndGoOn(database, readiness, load);
            console.progress("outage: load for another %d s".formatted(plan.around()));
            Thread.sleep(Duration.ofSeconds(plan.around()));
            load.stop();
            awaitFiles(settings.data(), load.accepted());
            readBack(target, begun, load.accepted());
            report.number("heap_max_mb", monitor.heapUsedMax() / 1e6, 0, "MB in use, garbage included, sampled");
            report.number("rss_max_mb", monitor.residentMax() / 1e6, 0, "MB resident, with code, stacks, page tables");
        }
        console.progress("outage: stopping the server");
        server.stop();
    }

    private void stopAndGoOn(EmbeddedDatabase database, Readiness readiness, SteadyLoad load)
            throws InterruptedException {
        long before = load.accepted();
        console.progress(
                plan.untilFull()
                        ? "outage: the database is stopped until records are refused"
                        : "outage: the database is stopped for %d s".formatted(plan.stopped()));
        database.stop();
        long start = System.nanoTime();
        Set<String> said = new TreeSet<>();
        while (!isOver(start, load)) {
            Thread.sleep(LOOK);
            said.add(readiness.ask());
        }
        double seconds = seconds(start);
        long meanwhile = load.accepted() - before;
        long refusedThen = load.refused();
        database.goOn();
        long again = System.nanoTime();
        double ready = awaitReady(readiness, again);
        double resumed = plan.untilFull() ? awaitAccepted(load, again) : 0;
        report.number("outage_s", seconds, 1, "s in which the metadata store answered nothing");
        report.count("accepted_meanwhile", meanwhile, "records acknowledged in that time");
        report.number("mb_meanwhile", meanwhile * (double) ClickEvents.BYTES / 1e6, 0, "MB of payload of them");
        report.count("refused", refusedThen, "records, by the time it ended");
        report.number("ready_after_s", ready, 1, "s from its end until the server calls itself ok");
        if (plan.untilFull()) {
            report.number("accepted_again_after_s", resumed, 1, "s from its end until records are accepted again");
        }
        report.note("Readiness meanwhile: " + said);
        check(said, refusedThen);
    }

    private boolean isOver(long start, SteadyLoad load) {
        if (!plan.untilFull()) {
            return seconds(start) >= plan.stopped();
        }
        if (seconds(start) > FULL_WITHIN.toSeconds()) {
            throw new FailedRunException("no record was refused within " + FULL_WITHIN);
        }
        return load.refused() > 0;
    }

    private void check(Set<String> said, long refused) {
        if (!said.contains(DEGRADED)) {
            throw new FailedRunException("the server never called itself degraded: " + said);
        }
        if (!plan.untilFull() && refused > 0) {
            throw new FailedRunException("%d records were refused although there was room".formatted(refused));
        }
    }

    private static double awaitReady(Readiness readiness, long since) throws InterruptedException {
        while (!readiness.ask().equals(OK)) {
            if (seconds(since) > READY_WITHIN.toSeconds()) {
                throw new FailedRunException("the server is not ready again: " + readiness.ask());
            }
            Thread.sleep(LOOK);
        }
        return seconds(since);
    }

    private double awaitAccepted(SteadyLoad load, long since) throws InterruptedException {
        long refusedLast = -1;
        while (load.refused() != refusedLast) { // nothing refused between two looks
            if (seconds(since) > FILES_WITHIN.toSeconds()) {
                throw new FailedRunException("records are still refused");
            }
            refusedLast = load.refused();
            Thread.sleep(LOOK.multipliedBy(5));
        }
        return seconds(since);
    }

    private void awaitFiles(Path data, long accepted) throws InterruptedException {
        console.progress("outage: waiting until %,d records lie in files".formatted(accepted));
        long start = System.nanoTime();
        while (DataFiles.all(data).rows() < accepted) {
            if (seconds(start) > FILES_WITHIN.toSeconds()) {
                throw new FailedRunException("%d of %d records lie in files"
                        .formatted(DataFiles.all(data).rows(), accepted));
            }
            Thread.sleep(LOOK);
        }
        report.number("in_files_after_s", seconds(start), 1, "s from the end of the load until all lie in files");
    }

    private void readBack(Target target, Instant begun, long accepted) throws InterruptedException {
        console.progress("outage: reading %,d records back".formatted(accepted));
        List<ReadBack.Source> sources = target.streams().stream()
                .map(stream -> new ReadBack.Source(stream.id(), stream.withKey()))
                .toList();
        long found = new ReadBack(sources, events, begun, Instant.now()).count();
        report.count("records_acked", accepted, "in all");
        report.count("read_back", found, "by time-range queries; dense sequence numbers, payloads byte-equal");
        report.count("lost", Math.max(0, accepted - found), "acknowledged and not read back");
        report.count("doubled", Math.max(0, found - accepted), "read back and not acknowledged once");
        if (found != accepted) {
            throw new FailedRunException("%d records were acknowledged and %d read back".formatted(accepted, found));
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
