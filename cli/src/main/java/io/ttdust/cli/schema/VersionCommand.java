package io.ttdust.cli.schema;

import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.client.RestClient.Violation;
import io.ttdust.cli.connect.ServerOptions;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRef;
import io.ttdust.cli.registry.SchemaRegistry;
import io.ttdust.cli.registry.SchemaRegistry.Addition;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ttdust schema version`.
@Command(
        name = "version",
        sortOptions = false,
        separator = " ",
        header = "Adds a version to a schema, unless it breaks what the schema promises.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust schema version NAME [FILE] [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "NAME is name, namespace/name or an id. FILE holds a JSON Schema (draft-07); - or none is standard input. A",
            "definition that says the same as a version there is adds none. One that may not follow the latest version is",
            "answered with each place, the rule it breaks, what would happen, and the smallest change that would pass.",
            "",
            "MODE says what each new version must keep, compared with the latest one: BACKWARD (it accepts what that one",
            "accepts), FORWARD (that one accepts what it accepts), FULL (both) or NONE."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = SchemaCommand.FAILED,
        footer = {
            "The API key comes from TTDUST_API_KEY or a file, never from the command line.",
            "Exit code: 0 it is a version, 1 it is incompatible and was not added, 2 refused, wrong call or no answer.",
            "",
            "Examples:",
            "  ./ttdust schema get clicks --definition > click.schema.json    to begin with",
            "  ./ttdust schema check clicks click.schema.json                 says what version would, and adds nothing",
            "  ./ttdust schema version clicks click.schema.json",
            "  ./ttdust schema version clicks click.schema.json --compatibility NONE    when the break is meant"
        })
final class VersionCommand implements Callable<Integer> {

    private final Terminal out;
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "NAME", hidden = true) // the description says what it is
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", defaultValue = "-", hidden = true)
    private String file = "";

    @Option(
            names = "--compatibility",
            paramLabel = "MODE",
            description = "What this version is held to (default: the schema's mode).")
    private @Nullable Mode mode;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    VersionCommand(Terminal out, Surroundings around) {
        this.out = out;
        this.around = around;
    }

    @Override
    public Integer call() {
        SchemaRef ref = SchemaRef.parse(name);
        Definition definition = DefinitionSource.read(file, around.in());
        try (RestClient rest = server.connection(around.environment()).rest()) {
            SchemaRegistry schemas = new SchemaRegistry(rest);
            String id = ref.idIn(schemas);
            return switch (schemas.add(id, mode == null ? null : mode.name(), definition)) {
                case Addition.Version(int number, boolean added) -> {
                    out.line(
                            added ? "added version %d to schema '%s'" : "it is version %d of schema '%s' already",
                            number,
                            ref);
                    yield SchemaCommand.DONE;
                }
                case Addition.Incompatible(List<Violation> violations) -> {
                    out.line("incompatible with the latest version of schema '%s', nothing was added:", ref);
                    Verdict.tell(out, violations);
                    yield SchemaCommand.INCOMPATIBLE;
                }
            };
        }
    }
}
