package io.ttdust.cli.schema;

import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.client.RestClient.Violation;
import io.ttdust.cli.connect.ServerOptions;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRef;
import io.ttdust.cli.registry.SchemaRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ttdust schema check`.
@Command(
        name = "check",
        sortOptions = false,
        separator = " ",
        header = "Says whether a definition could be the next version of a schema, and adds nothing.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust schema check NAME [FILE] [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "NAME is name, namespace/name or an id. FILE holds a JSON Schema (draft-07); - or none is standard input. What",
            "speaks against it is listed as by ./ttdust schema version: each place, the rule it breaks, what would happen,",
            "and the smallest change that would pass.",
            "",
            "MODE says what each new version must keep, compared with the latest one: BACKWARD (it accepts what that one",
            "accepts), FORWARD (that one accepts what it accepts), FULL (both) or NONE."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = SchemaCommand.FAILED,
        footer = {
            "The API key comes from TTDUST_API_KEY or a file, never from the command line.",
            "Exit code: 0 compatible, 1 incompatible, 2 refused, wrong call or no answer.",
            "",
            "Examples:",
            "  ./ttdust schema check clicks click.schema.json",
            "  ./ttdust schema check clicks click.schema.json --compatibility FULL && echo safe both ways"
        })
final class CheckCommand implements Callable<Integer> {

    private final Terminal out;
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "NAME", hidden = true) // the description says what it is
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", defaultValue = "-", hidden = true)
    private String file = "";

    @Option(
            names = "--compatibility",
            paramLabel = "MODE",
            description = "What it is held to (default: the schema's mode).")
    private @Nullable Mode mode;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    CheckCommand(Terminal out, Surroundings around) {
        this.out = out;
        this.around = around;
    }

    @Override
    public Integer call() {
        SchemaRef ref = SchemaRef.parse(name);
        Definition definition = DefinitionSource.read(file, around.in());
        try (RestClient rest = server.connection(around.environment()).rest()) {
            SchemaRegistry schemas = new SchemaRegistry(rest);
            List<Violation> violations =
                    schemas.check(ref.idIn(schemas), mode == null ? null : mode.name(), definition);
            if (violations.isEmpty()) {
                out.line("compatible with the latest version of schema '%s'", ref);
                return SchemaCommand.DONE;
            }
            out.line("incompatible with the latest version of schema '%s':", ref);
            Verdict.tell(out, violations);
            return SchemaCommand.INCOMPATIBLE;
        }
    }
}
