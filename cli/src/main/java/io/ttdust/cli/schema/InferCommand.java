package io.ttdust.cli.schema;

import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.feed.FedRecord;
import io.ttdust.cli.feed.RecordFeed;
import io.ttdust.cli.infer.InferenceRules;
import io.ttdust.cli.infer.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ttdust schema infer`.
@Command(
        name = "infer",
        sortOptions = false,
        separator = " ",
        header = "Proposes a JSON Schema (draft-07) for sample records.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust schema infer [FILE...] [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "FILE holds one JSON object per line (NDJSON) or one JSON array of them; - or none is standard input.",
            "Every sample that was looked at is valid under the schema, which goes to standard output. It needs no",
            "server. What it says beyond types is a guess: look it over before you register it.",
            "",
            "  type        integer, or number where a value has a point or an exponent; with null where one was",
            "              seen. What was always null is left open.",
            "  required    The names that every sample has; in nested objects and in items of arrays as well.",
            "  items       All items of the arrays at one place are seen as one.",
            "  format      date-time, date, time, uuid, ipv4, ipv6, email or uri, where there were 3 texts or more",
            "              and all of them have it.",
            "  enum        Where texts are 2 to 10 words of up to 64 characters and each word was there 5 times or",
            "              more, and in at least 1 of 100 texts.",
            "  maps        Where names are data, additionalProperties takes their place: more than 64 names, each",
            "              in fewer than 1 of 4 objects and all of one type; below the top only. Beyond 1 000",
            "              names any object is seen so.",
            "",
            "At most 4 000 places are described; beyond them, and deeper than a server takes, anything is allowed."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = SchemaCommand.FAILED,
        footer = {
            "Exit code: 0 proposed, 2 wrong call or no sample that is a JSON object.",
            "",
            "Examples:",
            "  ./ttdust schema infer clicks.ndjson > click.schema.json",
            "  ./ttdust schema infer --records 0 --closed monday.ndjson tuesday.ndjson",
            "  ./ttdust query clicks --start -1d | ./ttdust schema infer --no-enums",
            "  ./ttdust send clicks.ndjson --stream clicks --infer       does it all at once"
        })
final class InferCommand implements Callable<Integer> {

    private final Surroundings around;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", hidden = true) // the description says what it is
    private List<String> files = List.of("-");

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Look at the first N records of each FILE, 0 for all (default: ${DEFAULT-VALUE}).")
    private long records;

    @Option(names = "--no-enums", description = "List no texts.")
    private boolean noEnums;

    @Option(names = "--no-formats", description = "Ask for no formats.")
    private boolean noFormats;

    @Option(names = "--closed", description = "Allow no other names than those seen (additionalProperties false).")
    private boolean closed;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    InferCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (records < 0) {
            throw wrong("--records must not be negative: " + records);
        }
        if (files.indexOf("-") != files.lastIndexOf("-")) {
            throw wrong("standard input can be read only once");
        }
        Samples samples = new Samples(new InferenceRules(!noEnums, !noFormats, closed));
        boolean more = false;
        for (String file : files) {
            try (RecordFeed feed = file.equals("-") ? RecordFeed.open(around.in()) : RecordFeed.open(Path.of(file))) {
                more |= look(feed, file, samples);
            }
        }
        String definition = samples.schema().text();
        samples.told().forEach(line -> around.notes().line("%s", line));
        if (more) {
            around.notes().line("there may be more; --records 0 looks at all");
        }
        Output.print(around.out(), definition);
        return SchemaCommand.DONE;
    }

    /// Looks at the first records of a source.
    ///
    /// @return whether it may have more
    private boolean look(RecordFeed feed, String file, Samples samples) {
        String name = files.size() == 1 ? "" : file + ", ";
        long most = records == 0 ? Long.MAX_VALUE : records;
        for (long read = 0; read < most; read++) {
            FedRecord fed = feed.next();
            if (fed == null) {
                return false;
            }
            samples.add(name + feed.unit() + " " + fed.number(), fed.payload());
        }
        return feed.isReady();
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
