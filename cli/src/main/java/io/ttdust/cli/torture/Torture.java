package io.ttdust.cli.torture;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.client.Numbers;
import io.ttdust.cli.client.Producer;
import io.ttdust.cli.client.ProducerSettings;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.console.Figures;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.proof.AckFile;
import io.ttdust.cli.proof.AckedRecords;
import io.ttdust.cli.proof.DataFiles;
import io.ttdust.cli.proof.Durations;
import io.ttdust.cli.proof.Findings;
import io.ttdust.cli.proof.ReadBack;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRegistry;
import io.ttdust.cli.server.AdminKey;
import io.ttdust.cli.server.ChildServer;
import io.ttdust.cli.server.Endpoints;
import io.ttdust.cli.server.ServerLauncher;
import io.ttdust.cli.server.ServerSettings;
import io.ttdust.cli.server.Workplace;
import io.ttdust.cli.torture.AckRecorder.Acked;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SplittableRandom;

/// One run of killing, and its account.
final class Torture {

    private static final String STREAM = "torture";
    private static final int FRAME_RECORDS = 50;
    private static final int FRAMES_IN_FLIGHT = 4;
    private static final int REPEAT_EVERY = 20;
    private static final int LOOK_UPS_AFTER_START = 100;
    /// Often enough that kills hit flushes, too.
    private static final String FLUSH_INTERVAL = "1s";
    /// A kill comes this long after the server was ready ...
    private static final int LIFE_MILLIS_LEAST = 1_500;
    private static final int LIFE_MILLIS_MOST = 5_000;
    /// ... or, one time in so many, this long after it was started.
    private static final int EARLY_ONE_IN = 6;
    private static final int EARLY_MILLIS_MOST = 1_500;
    /// Where starts are slow it goes on until there were so many kills per minute of its span.
    private static final double KILLS_PER_MINUTE_LEAST = 5;
    private static final Duration CLOCK_LEEWAY = Duration.ofMinutes(1);

    private final Terminal terminal;
    private final ServerLauncher launcher;
    private final TortureSettings settings;
    private final InstantSource clock = InstantSource.system();
    private final GeneratedClicks events;
    private final SplittableRandom random;
    private final String apiKey = AdminKey.random();
    private final Turnstile turnstile = new Turnstile();
    private final Durations restarts = new Durations();
    private long kills;
    private long earlyKills;

    Torture(Terminal terminal, ServerLauncher launcher, TortureSettings settings) {
        this.terminal = terminal;
        this.launcher = launcher;
        this.settings = settings;
        this.events = GeneratedClicks.sound(settings.seed(), Integer.MAX_VALUE);
        this.random = new SplittableRandom(settings.seed());
    }

    /// Whether every acknowledged record was there, once, where it was said to be.
    boolean run() throws InterruptedException {
        Workplace place = Workplace.create("ttdust-torture-", settings.parent());
        terminal.line(
                "TTDust torture: kill -9 for %s s, %s records/s, seed %d, in %s",
                Figures.grouped(settings.span().toSeconds()),
                Figures.grouped(settings.rate()),
                settings.seed(),
                place.directory());
        boolean passed = false;
        TortureReport report;
        try (ChildServer server = new ChildServer(
                launcher,
                new ServerSettings(
                        place.data(), place.log(), apiKey, Map.of("TTDUST_FLUSH_INTERVAL", FLUSH_INTERVAL)))) {
            server.onInterruption(place::delete);
            report = run(server, place);
            passed = report.isPerfect();
        } finally {
            if (passed) {
                place.delete();
            } else {
                terminal.line("The directory stays: %s (seed %d)", place.directory(), settings.seed());
            }
        }
        terminal.line("%s", report.text());
        report.complaints().forEach(complaint -> terminal.line("  %s", complaint));
        if (settings.json()) {
            terminal.line("%s", report.json());
        }
        return passed;
    }

    private TortureReport run(ChildServer server, Workplace place) throws InterruptedException {
        Instant began = clock.instant().minus(CLOCK_LEEWAY);
        Path ackPath = place.directory().resolve("acks.txt");
        LookUps lookUps = new LookUps(STREAM, events);
        AckRecorder recorder;
        try (AckFile acks = AckFile.create(ackPath);
                Workers workers = new Workers(turnstile)) {
            recorder = new AckRecorder(acks, events);
            GrpcClient client = new GrpcClient(firstStart(server), apiKey);
            startLoad(workers, recorder, lookUps);
            turnstile.open(client);
            client = killAgainAndAgain(server, workers, recorder, lookUps, client);
            workers.finish();
            client.close();
        }
        Findings findings = readBack(server, ackPath, began);
        DataFiles files = DataFiles.of(place.data(), STREAM);
        server.stop();
        return new TortureReport(
                settings, place.directory(), kills, earlyKills, restarts, recorder, lookUps, findings, files);
    }

    /// Starts the server, makes schema and stream.
    ///
    /// @return the address of its gRPC API
    private String firstStart(ChildServer server) {
        Endpoints endpoints = server.start();
        try (RestClient rest = new RestClient(endpoints.rest(), apiKey)) {
            Definition schema = Definition.parse(GeneratedClicks.schema());
            rest.createStream(STREAM, new SchemaRegistry(rest).create("click", schema));
        }
        return endpoints.grpc();
    }

    private void startLoad(Workers workers, AckRecorder recorder, LookUps lookUps) {
        ProducerSettings producer =
                new ProducerSettings(STREAM, "t-", FRAME_RECORDS, FRAMES_IN_FLIGHT, true, REPEAT_EVERY);
        for (int i = 0; i < settings.producers(); i++) {
            Numbers numbers = new Numbers(i, settings.producers(), events.size());
            workers.produce(
                    new Producer(producer, events, numbers, recorder), (double) settings.rate() / settings.producers());
        }
        workers.read(lookUps, recorder, random.split());
    }

    /// Kills until the time is over and it was often enough; the last thing that happens is a kill and a start.
    ///
    /// @return a connection to the server as it runs in the end
    private GrpcClient killAgainAndAgain(
            ChildServer server, Workers workers, AckRecorder recorder, LookUps lookUps, GrpcClient first)
            throws InterruptedException {
        GrpcClient client = first;
        long end = System.nanoTime() + settings.span().toNanos();
        double killsLeast = settings.span().toMillis() / 60_000.0 * KILLS_PER_MINUTE_LEAST;
        while (System.nanoTime() - end < 0 || kills < killsLeast) {
            workers.pause(random.nextInt(LIFE_MILLIS_LEAST, LIFE_MILLIS_MOST));
            turnstile.shut();
            server.killHard();
            kills++;
            client.close();
            if (random.nextInt(EARLY_ONE_IN) == 0) {
                server.launch();
                workers.pause(random.nextInt(EARLY_MILLIS_MOST));
                server.killHard();
                kills++;
                earlyKills++;
            }
            long launched = System.nanoTime();
            Endpoints endpoints = server.start();
            long nanos = System.nanoTime() - launched;
            restarts.add(nanos);
            client = new GrpcClient(endpoints.grpc(), apiKey);
            for (Acked acked : recorder.sample(random, LOOK_UPS_AFTER_START)) {
                lookUps.make(client, acked);
            }
            terminal.line(
                    "  kill %d: %s acknowledged so far, %d missing; ready again after %s",
                    kills, Figures.grouped(recorder.count()), lookUps.missing(), Figures.seconds(nanos));
            turnstile.open(client);
        }
        return client;
    }

    /// Compares the whole stream with the client's own file.
    private Findings readBack(ChildServer server, Path ackPath, Instant began) {
        terminal.line("  reading everything back");
        AckedRecords acked = AckFile.load(ackPath, events);
        ReadBack readBack = new ReadBack(acked, events);
        try (GrpcClient client = new GrpcClient(server.awaitReady().grpc(), apiKey)) {
            client.readAll(
                    STREAM,
                    micros(began),
                    micros(clock.instant().plus(CLOCK_LEEWAY)),
                    record -> readBack.read(
                            record.getPartition(),
                            record.getSequenceNumber(),
                            record.getPayload().toByteArray()));
        }
        return readBack.findings();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
