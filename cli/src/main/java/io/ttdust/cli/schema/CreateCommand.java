package io.ttdust.cli.schema;

import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.connect.ServerOptions;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRef;
import io.ttdust.cli.registry.SchemaRegistry;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ttdust schema create`.
@Command(
        name = "create",
        sortOptions = false,
        separator = " ",
        header = "Registers a schema by its first version.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust schema create NAME [FILE] [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "NAME is name or namespace/name, both of a-z 0-9 _ - and beginning with a-z. FILE holds a JSON Schema",
            "(draft-07); - or none is standard input.",
            "",
            "MODE says what each new version must keep, compared with the latest one: BACKWARD (it accepts what that one",
            "accepts), FORWARD (that one accepts what it accepts), FULL (both) or NONE."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = SchemaCommand.FAILED,
        footer = {
            "The API key comes from TTDUST_API_KEY or a file, never from the command line.",
            "Exit code: 0 registered, 2 refused, wrong call or no answer.",
            "",
            "Examples:",
            "  ./ttdust schema create clicks click.schema.json",
            "  ./ttdust schema create shop/orders order.schema.json --compatibility FULL --description 'Orders as paid'",
            "  ./ttdust schema infer clicks.ndjson | ./ttdust schema create clicks"
        })
final class CreateCommand implements Callable<Integer> {

    private final Terminal out;
    private final Surroundings around;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NAME", hidden = true) // the description says what it is
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", defaultValue = "-", hidden = true)
    private String file = "";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Its namespace, when NAME does not say it (default: default).")
    private @Nullable String namespace;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for, in a sentence.")
    private @Nullable String description;

    @Option(
            names = "--compatibility",
            paramLabel = "MODE",
            description = "What its versions are held to (default: BACKWARD).")
    private @Nullable Mode mode;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    CreateCommand(Terminal out, Surroundings around) {
        this.out = out;
        this.around = around;
    }

    @Override
    public Integer call() {
        SchemaRef ref = ref();
        Definition definition = DefinitionSource.read(file, around.in());
        try (RestClient rest = server.connection(around.environment()).rest()) {
            String id = new SchemaRegistry(rest)
                    .create(ref.namespace(), ref.name(), description, mode == null ? null : mode.name(), definition);
            out.line("registered schema '%s' (%s), version 1", ref, id);
        }
        return SchemaCommand.DONE;
    }

    private SchemaRef ref() {
        SchemaRef ref = SchemaRef.parse(name);
        if (ref.id() != null) {
            throw new ParameterException(
                    spec.commandLine(), name + " is an id; a new schema is given a name and gets an id by itself");
        }
        if (namespace == null) {
            return ref;
        }
        if (name.indexOf('/') >= 0 && !ref.namespace().equals(namespace)) {
            throw new ParameterException(
                    spec.commandLine(), "'%s' and --namespace %s name two namespaces".formatted(name, namespace));
        }
        return new SchemaRef(namespace, ref.name(), null);
    }
}
