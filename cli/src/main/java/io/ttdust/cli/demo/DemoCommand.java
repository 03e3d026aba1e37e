package io.ttdust.cli.demo;

import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.server.RunOptions;
import io.ttdust.cli.server.ServerLauncher;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ttdust demo`.
@Command(
        name = "demo",
        sortOptions = false,
        separator = " ",
        header = "Shows the main job end to end, with a hard kill in the middle.",
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        description = {
            "Starts a server on free ports in a fresh directory and speaks to it through its public APIs only:",
            "registers a schema, creates a stream, sends events (one in a hundred is bad), prints the verdicts,",
            "queries a page by time and a record by id, kills the server with kill -9 in the middle of a second",
            "batch, starts it again, and proves by reading everything that each acknowledged record is there once."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        footer = {
            "Exit code 0 only if nothing is lost and nothing doubled.",
            "",
            "Examples:",
            "  ./ttdust demo",
            "  ./ttdust demo --input events.ndjson --schema events.schema.json",
            "  ./ttdust demo --keep          leaves the server running for you to play with"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final long EVENTS_MAX = 20_000_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = false)
    private @Nullable Input input;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many events to generate (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What the events are generated from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--keep", description = "Leave the server running and its directory in place; print URL and key.")
    private boolean keep;

    @Mixin
    private RunOptions options = new RunOptions();

    /// The user's own data: both or neither.
    private static final class Input {

        @Option(
                names = "--input",
                paramLabel = "FILE",
                required = true,
                description = "Send your own records instead: one JSON object per line.")
        private @Nullable Path records;

        @Option(names = "--schema", paramLabel = "FILE", required = true, description = "Their JSON Schema (draft-07).")
        private @Nullable Path schema;
    }

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        DemoSettings settings = settings();
        return new Demo(terminal, ServerLauncher.of(System.getenv()), settings).run() ? 0 : 1;
    }

    /// What the options say.
    DemoSettings settings() {
        if (events < 1 || events > EVENTS_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--events must be between 1 and %d: %d".formatted(EVENTS_MAX, events));
        }
        return new DemoSettings(
                input == null ? null : input.records,
                input == null ? null : input.schema,
                events,
                seed,
                options.parent(),
                keep,
                options.json());
    }
}
