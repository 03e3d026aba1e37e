package io.ttdust.cli.demo;

import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Figures;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.payload.GeneratedClicks;
import io.ttdust.cli.payload.NdjsonFile;
import io.ttdust.cli.payload.PayloadSource;
import io.ttdust.cli.server.AdminKey;
import io.ttdust.cli.server.ChildServer;
import io.ttdust.cli.server.Endpoints;
import io.ttdust.cli.server.ServerLauncher;
import io.ttdust.cli.server.ServerSettings;
import io.ttdust.cli.server.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// One demo: the directory, the server, and what is said before and after the [Course].
final class Demo {

    private static final long UNKNOWN = -1;

    private final Terminal terminal;
    private final ServerLauncher launcher;
    private final DemoSettings settings;

    Demo(Terminal terminal, ServerLauncher launcher, DemoSettings settings) {
        this.terminal = terminal;
        this.launcher = launcher;
        this.settings = settings;
    }

    /// Whether everything was as promised.
    boolean run() {
        if (settings.input() == null) {
            GeneratedClicks events = GeneratedClicks.withFlaws(settings.seed(), settings.events());
            terminal.line(
                    "TTDust demo: %s generated click events, %s of them bad (seed %d)",
                    Figures.grouped(events.size()), Figures.grouped(events.flawedCount()), settings.seed());
            return run(events, GeneratedClicks.schema(), events.flawedCount());
        }
        byte[] schema = bytes(Objects.requireNonNull(settings.schema()));
        try (NdjsonFile records = NdjsonFile.open(settings.input())) {
            terminal.line("TTDust demo: %s records of %s", Figures.grouped(records.size()), settings.input());
            return run(records, schema, UNKNOWN);
        }
    }

    private boolean run(PayloadSource payloads, byte[] schema, long rejectionsExpected) {
        Workplace place = Workplace.create("ttdust-demo-", settings.parent());
        terminal.line(
                "Everything it writes is in %s%s",
                place.directory(), place.isInMemory() ? ", which is memory: the figures say nothing about a disk" : "");
        String apiKey = AdminKey.random();
        boolean passed = false;
        DemoReport report;
        try (ChildServer server = new ChildServer(
                launcher,
                new ServerSettings(
                        place.data(), place.log(), apiKey, Map.of("TTDUST_FLUSH_INTERVAL", Course.FLUSH_INTERVAL)))) {
            if (!settings.keep()) {
                server.onInterruption(place::delete);
            }
            report = new Course(terminal, server, place.directory(), place.data(), apiKey, payloads, schema).run();
            passed = conclude(report, rejectionsExpected);
            if (settings.keep()) {
                keep(server, apiKey);
            }
        } finally {
            if (passed && !settings.keep()) {
                place.delete();
            } else {
                terminal.line("The directory stays: %s", place.directory());
            }
        }
        if (settings.json()) {
            terminal.line("%s", report.json());
        }
        return passed;
    }

    private boolean conclude(DemoReport report, long rejectionsExpected) {
        terminal.step("Measured");
        terminal.line(
                "  %s records/s sent, validated, synced and acknowledged", Figures.grouped(report.recordsPerSecond()));
        terminal.line(
                "  ack p50 %s, p99 %s (a frame of up to %d records, %d frames in flight)",
                Figures.millis(report.first().acks().percentile(50)),
                Figures.millis(report.first().acks().percentile(99)),
                Course.FRAME_RECORDS,
                Course.FRAMES_IN_FLIGHT);
        Double syncs = report.syncsPerRecord();
        terminal.line(
                "  %s syncs per record; this disk takes %s to write and sync 4 KiB",
                syncs == null ? "unknown" : Figures.rounded(syncs, 5), Figures.millis(report.floorNanos()));

        boolean verdictsRight = rejectionsExpected == UNKNOWN
                || rejectionsExpected == report.first().rejected();
        boolean passed = report.isPerfect() && verdictsRight && report.first().accepted() > 0;
        terminal.step(passed ? "Passed: nothing lost, nothing doubled." : "FAILED");
        if (!verdictsRight) {
            terminal.line(
                    "  %d records are bad, %d were rejected",
                    rejectionsExpected, report.first().rejected());
        }
        if (report.first().accepted() == 0) {
            terminal.line("  No record was accepted: does the schema describe these records?");
        }
        report.complaints().forEach(complaint -> terminal.line("  %s", complaint));
        return passed;
    }

    private void keep(ChildServer server, String apiKey) {
        Endpoints endpoints = server.start();
        server.leave();
        terminal.step("The server is running and stays (process %d)", server.pid());
        terminal.line("  URL   %s", endpoints.rest());
        terminal.line("  gRPC  %s", endpoints.grpc());
        terminal.line("  key   %s", apiKey);
        terminal.line("  try   curl -H 'Authorization: Bearer %s' %s/api/v1/streams", apiKey, endpoints.rest());
        terminal.line("  stop  kill %d", server.pid());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e, e);
        }
    }
}
