package io.ttdust.cli.query;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.connect.ServerOptions;
import io.ttdust.cli.console.Surroundings;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ttdust query`.
@Command(
        name = "query",
        sortOptions = false,
        separator = " ",
        header = "Prints the records a stream received in a span of time, one line of JSON each.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust query STREAM [--start TIME] [--end TIME] [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "STREAM is a name or an id. Its records come in the order they were received, with their exact bytes,",
            "page after page until the span or --limit is exhausted. What the server says of the answer, such as",
            "the time up to which it is complete, goes to standard error.",
            "",
            "A TIME is 2026-01-31T12:00:00Z, 2026-01-31 (its beginning, UTC), now, or so long ago: -90s, -15m, -1h,",
            "-2d, -1w. Both ends belong to the span."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = QueryCommand.FAILED,
        footer = {
            "The API key comes from TTDUST_API_KEY or a file, never from the command line.",
            "Exit code: 0 answered, 1 no record with that id, 2 wrong call or no answer.",
            "",
            "Examples:",
            "  ./ttdust query clicks | head",
            "  ./ttdust query clicks --start -15m --full --limit 100",
            "  ./ttdust query clicks --start 2026-01-30 --end 2026-01-31 > clicks.ndjson",
            "  ./ttdust query clicks --id rec_..."
        })
public final class QueryCommand implements Callable<Integer> {

    static final int FAILED = 2;

    private final Surroundings around;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "STREAM", hidden = true) // the description says what it is
    private String stream = "";

    @Option(
            names = "--start",
            paramLabel = "TIME",
            defaultValue = "-1h",
            description = "Beginning of the span (default: ${DEFAULT-VALUE}).")
    private String start = "";

    @Option(
            names = "--end",
            paramLabel = "TIME",
            defaultValue = "now",
            description = "End of the span (default: ${DEFAULT-VALUE}).")
    private String end = "";

    @Option(names = "--limit", paramLabel = "N", description = "Print N records at most (default: all).")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Print the one record with this id, wherever it is in time.")
    private @Nullable String id;

    @Option(
            names = "--full",
            description = "Print an object per record: id, partition, sequence number, time, metadata, payload.")
    private boolean full;

    @Option(names = "--json-metadata", description = "Say what there is to say of the answer as a JSON object.")
    private boolean jsonMetadata;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    public QueryCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        QuerySettings settings = settings(Instant.now());
        try (GrpcClient grpc = server.connection(around.environment()).grpc()) {
            return new Query(around, grpc, settings).run();
        }
    }

    /// What the options say at `now`.
    QuerySettings settings(Instant now) {
        if (limit < 1) {
            throw wrong("--limit must be at least 1: " + limit);
        }
        Instant first = moment("--start", start, now);
        Instant last = moment("--end", end, now);
        if (first.isAfter(last)) {
            throw wrong("--start (%s) is after --end (%s)".formatted(first, last));
        }
        return new QuerySettings(stream, first, last, limit, id, full, jsonMetadata);
    }

    private Instant moment(String option, String text, Instant now) {
        try {
            return Moment.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw wrong(option + ": " + e.getMessage());
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
