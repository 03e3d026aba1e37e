package io.ttdust.cli.send;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.client.WrongAnswerException;
import io.ttdust.cli.connect.Connection;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Meter;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.feed.RecordFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One run: from the file to the summary, which is printed whatever happens, also when the process is told to end.
final class Send {

    private static final long LAST_ANSWERS_SECONDS = 10;
    private static final long POLL_MILLIS = 20;

    private final Terminal out;
    private final Surroundings around;
    private final Connection connection;
    private final SendSettings settings;
    private final AtomicBoolean summarized = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    Send(Terminal out, Surroundings around, Connection connection, SendSettings settings) {
        this.out = out;
        this.around = around;
        this.connection = connection;
        this.settings = settings;
    }

    /// Sends and prints the summary.
    ///
    /// @return the exit code
    /// @throws CommandException if it could not even begin
    int run() {
        Path file = settings.file();
        try (RecordFeed feed = file == null ? RecordFeed.open(around.in()) : RecordFeed.open(file);
                GrpcClient grpc = connection.grpc()) {
            prepare(feed);
            Path path = settings.rejects();
            if (path == null) {
                return send(feed, grpc, null);
            }
            try (RejectsFile rejects = RejectsFile.create(path)) {
                return send(feed, grpc, rejects);
            }
        }
    }

    private void prepare(RecordFeed feed) {
        SendSettings.Creation creation = settings.creation();
        if (creation != null) {
            try (RestClient rest = connection.rest()) {
                new StreamSetup(rest, around.notes(), feed).ensure(settings.stream(), creation);
            }
        }
    }

    private int send(RecordFeed feed, GrpcClient grpc, @Nullable RejectsFile rejects) {
        SendTally tally = new SendTally(settings.shown(), feed.unit(), rejects);
        Meter meter = new Meter(around.notes(), size(), System::nanoTime);
        FrameSource source = new FrameSource(settings.stream(), feed, settings.keys(), tally, meter);
        Sender sender =
                new Sender(grpc.ingestion(), source, tally, settings.keys().isSafeToRepeat(), settings.patience());
        Thread interruption = new Thread(() -> interrupted(sender, tally, meter), "send-interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            return summarize(sent(sender), tally, meter);
        } finally {
            finished.countDown();
            forget(interruption);
        }
    }

    private static void forget(Thread interruption) {
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException e) { // it runs already, and waits for this
            return;
        }
    }

    /// Why it ended early; null when it did not.
    private static @Nullable String sent(Sender sender) {
        try {
            sender.run();
            return null;
        } catch (CommandException e) {
            return e.getMessage();
        } catch (WrongAnswerException e) {
            return "the server answered what it never may: " + e.getMessage();
        }
    }

    /// Sees through what is in flight, as long as answers come soon; reading may go on waiting for input for ever.
    private void interrupted(Sender sender, SendTally tally, Meter meter) {
        sender.stop();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_ANSWERS_SECONDS);
        try {
            boolean done = false;
            while (!done && tally.counts().open() > 0 && System.nanoTime() - until < 0) {
                done = finished.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        summarize("interrupted", tally, meter);
    }

    private int summarize(@Nullable String problem, SendTally tally, Meter meter) {
        String reason = problem;
        try {
            tally.flush();
        } catch (CommandException e) {
            reason = problem == null ? e.getMessage() : problem;
        }
        Summary summary = new Summary(settings.stream(), tally.counts(), reason);
        if (summarized.compareAndSet(false, true)) {
            meter.close();
            out.line("%s", settings.json() ? summary.json() : summary.text());
            if (reason != null) {
                around.notes().line("ttdust: not everything was sent: %s", reason);
            }
        }
        return summary.exitCode();
    }

    private long size() {
        Path file = settings.file();
        try {
            return file != null && Files.isRegularFile(file) ? Files.size(file) : Meter.UNKNOWN;
        } catch (IOException e) {
            return Meter.UNKNOWN;
        }
    }
}
