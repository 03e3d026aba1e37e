package io.ttdust.cli.send;

import com.fasterxml.jackson.core.JsonPointer;
import io.ttdust.cli.connect.ServerOptions;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.feed.KeyRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ttdust send`.
@Command(
        name = "send",
        sortOptions = false,
        separator = " ",
        header = "Sends the records of a file, or of standard input, to a running server.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust send FILE --stream NAME [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "FILE holds one JSON object per line (NDJSON) or one JSON array of them; - is standard input. Records",
            "go in frames over gRPC, a few at a time in flight; each is on disk when it counts as accepted. What the",
            "server refuses for now is sent again after the time it says. The first records it rejects are listed",
            "with line, code, JSON pointer and message; they do not stop the others. Ctrl-C ends with the same summary."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = Summary.NOT_FINISHED,
        footer = {
            "The API key comes from TTDUST_API_KEY or a file, never from the command line.",
            "Exit code: 0 all accepted or duplicates, 1 some rejected, 2 not finished.",
            "",
            "Examples:",
            "  ./ttdust send clicks.ndjson --stream clicks --create --schema click.schema.json",
            "  ./ttdust send clicks.ndjson --stream clicks --infer       when there is no schema yet",
            "  ./ttdust send clicks.ndjson --stream clicks --keys        again after a break: counts once",
            "  ./ttdust send orders.json --stream orders --key-from /order_id --rejects bad.ndjson",
            "  zcat events.ndjson.gz | ./ttdust send - --stream events --json"
        })
public final class SendCommand implements Callable<Integer> {

    private static final int PARTITIONS_MAX = 1024;
    private static final int SHOWN_MAX = 10_000;
    private static final int PATIENCE_MAX = 86_400;

    private final Terminal out;
    private final Surroundings around;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", hidden = true) // the description says what it is
    private String file = "";

    @Option(names = "--stream", paramLabel = "NAME", required = true, description = "Name or id of the stream.")
    private String stream = "";

    @Option(names = "--create", description = "Make the stream first when there is none.")
    private boolean create;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "With --create: put it under this JSON Schema (draft-07), registered by the stream's name."
                    + " Without, it takes any JSON object.")
    private @Nullable Path schema;

    @Option(
            names = "--infer",
            description = "Make the stream first when there is none, under a schema made of the first 1 000 records"
                    + " or 64 MiB, as ./ttdust schema infer does, and registered by the stream's name.")
    private boolean infer;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "With --create or --infer: give it N partitions (default: 1).")
    private @Nullable Integer partitions;

    @Option(
            names = "--keys",
            description = "Send each record under an idempotency key made of the file's path and the record's line,"
                    + " so that sending the file again within 24 hours counts once.")
    private boolean keys;

    @Option(
            names = "--key-from",
            paramLabel = "POINTER",
            description = "Take the key from the record instead: the string or number at this JSON pointer, such as"
                    + " /order/id.")
    private @Nullable String keyFrom;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Write every record that was not taken to FILE, with the reasons, one JSON object per line.")
    private @Nullable Path rejects;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "10",
            description = "List the first N rejected records (default: ${DEFAULT-VALUE}).")
    private int shown;

    @Option(
            names = "--patience",
            paramLabel = "S",
            defaultValue = "60",
            description = "Give up when the server takes nothing for S seconds (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    public SendCommand(Terminal out, Surroundings around) {
        this.out = out;
        this.around = around;
    }

    @Override
    public Integer call() {
        SendSettings settings = settings();
        return new Send(out, around, server.connection(around.environment()), settings).run();
    }

    /// What the options say.
    SendSettings settings() {
        bounded("--show", shown, 0, SHOWN_MAX);
        bounded("--patience", patienceSeconds, 1, PATIENCE_MAX);
        return new SendSettings(
                file.equals("-") ? null : Path.of(file),
                stream,
                creation(),
                keyRule(),
                rejects,
                shown,
                Duration.ofSeconds(patienceSeconds),
                json);
    }

    private SendSettings.@Nullable Creation creation() {
        if (infer && schema != null) {
            throw wrong("--infer and --schema exclude each other");
        }
        if (!create && !infer) {
            if (schema != null || partitions != null) {
                throw wrong("--schema and --partitions are for a stream that is made: add --create");
            }
            return null;
        }
        int count = partitions == null ? 1 : partitions;
        bounded("--partitions", count, 1, PARTITIONS_MAX);
        return new SendSettings.Creation(schema, infer, count);
    }

    private KeyRule keyRule() {
        if (keyFrom != null) {
            if (keys) {
                throw wrong("--keys and --key-from exclude each other");
            }
            try {
                JsonPointer pointer = JsonPointer.compile(keyFrom);
                if (!pointer.matches()) {
                    return new KeyRule.Field(pointer);
                }
            } catch (IllegalArgumentException e) {
                throw wrong("--key-from must be a JSON pointer such as /order/id: " + keyFrom);
            }
            throw wrong("--key-from must point into the record, such as /order/id");
        }
        if (!keys) {
            return new KeyRule.None();
        }
        if (file.equals("-")) {
            throw wrong("--keys needs a file, whose path goes into them; for standard input use --key-from");
        }
        return KeyRule.Place.of(Path.of(file));
    }

    private void bounded(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong("%s must be between %d and %d: %d".formatted(option, least, most, value));
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
