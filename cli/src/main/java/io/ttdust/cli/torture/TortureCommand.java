package io.ttdust.cli.torture;

import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.server.RunOptions;
import io.ttdust.cli.server.ServerLauncher;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ttdust torture`.
@Command(
        name = "torture",
        sortOptions = false,
        separator = " ",
        header = "Kills a server under load again and again, and accounts for every acknowledgement.",
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        description = {
            "Starts a server on one fresh directory. Producers send records with idempotency keys, a reader looks",
            "records up, and at random moments the server is killed with kill -9 and started again, sometimes while",
            "it is still starting. What was not answered is sent again with the same keys. The client appends every",
            "acknowledgement to a file of its own; in the end everything is read and compared with that file: each",
            "acknowledged record must be there once, with its bytes, at the offset it was acknowledged with."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        footer = {
            "Exit code 0 only if nothing is lost, doubled or moved. The directory stays when something is.",
            "",
            "Examples:",
            "  ./ttdust torture",
            "  ./ttdust torture --minutes 30 --json"
        })
public final class TortureCommand implements Callable<Integer> {

    private static final int PRODUCERS = 4;
    private static final int RATE_MAX = 1_000_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private @Nullable Span span;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Records a second, of all producers together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides the moments of the kills and the records (default: drawn, and printed).")
    private @Nullable Long seed;

    @Mixin
    private RunOptions options = new RunOptions();

    /// One or the other.
    private static final class Span {

        @Option(
                names = "--minutes",
                paramLabel = "N",
                required = true,
                description = "How long to go on killing (default: 1).")
        private @Nullable Double minutes;

        @Option(names = "--seconds", paramLabel = "N", required = true, description = "The same in seconds.")
        private @Nullable Double seconds;
    }

    public TortureCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        TortureSettings settings = settings();
        return new Torture(terminal, ServerLauncher.of(System.getenv()), settings).run() ? 0 : 1;
    }

    /// What the options say.
    TortureSettings settings() {
        Duration chosen = chosenSpan();
        if (chosen.compareTo(Duration.ofSeconds(1)) < 0 || chosen.compareTo(Duration.ofDays(1)) > 0) {
            throw wrong("it must go on for a second at least and a day at most: " + chosen);
        }
        if (rate < 1 || rate > RATE_MAX) {
            throw wrong("--rate must be between 1 and %d: %d".formatted(RATE_MAX, rate));
        }
        return new TortureSettings(
                chosen,
                rate,
                PRODUCERS,
                seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed,
                options.parent(),
                options.json());
    }

    private Duration chosenSpan() {
        if (span == null) {
            return Duration.ofMinutes(1);
        }
        double seconds = span.seconds != null ? span.seconds : span.minutes != null ? span.minutes * 60 : 60;
        return Duration.ofMillis((long) (seconds * 1_000));
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
