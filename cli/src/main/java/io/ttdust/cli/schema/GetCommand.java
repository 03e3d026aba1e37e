package io.ttdust.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.connect.ServerOptions;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.registry.Definition;
import io.ttdust.cli.registry.SchemaRef;
import io.ttdust.cli.registry.SchemaRegistry;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ttdust schema get`.
@Command(
        name = "get",
        sortOptions = false,
        separator = " ",
        header = "Shows a schema, or prints the definition of one of its versions.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust schema get NAME [--version N] [--definition] [OPTIONS]",
        descriptionHeading = "%n",
        description = {"NAME is name, namespace/name or an id."},
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = SchemaCommand.FAILED,
        footer = {
            "The API key comes from TTDUST_API_KEY or a file, never from the command line.",
            "Exit code: 0 shown, 2 no such schema or version, wrong call or no answer.",
            "",
            "Examples:",
            "  ./ttdust schema get clicks",
            "  ./ttdust schema get clicks --definition > click.schema.json",
            "  diff <(./ttdust schema get clicks --definition --version 1) <(./ttdust schema get clicks --definition)"
        })
final class GetCommand implements Callable<Integer> {

    private final Terminal out;
    private final Surroundings around;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", hidden = true) // the description says what it is
    private String name = "";

    @Option(names = "--version", paramLabel = "N", description = "Of version N (default: the latest).")
    private @Nullable Integer version;

    @Option(names = "--definition", description = "Print the definition alone, as it was registered.")
    private boolean definition;

    @Option(names = "--json", description = "Print all of it as one JSON object, as the server gives it.")
    private boolean json;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    GetCommand(Terminal out, Surroundings around) {
        this.out = out;
        this.around = around;
    }

    @Override
    public Integer call() {
        if (definition && json) {
            throw new ParameterException(spec.commandLine(), "--definition and --json exclude each other");
        }
        if (version != null && version < 1) {
            throw new ParameterException(spec.commandLine(), "--version counts from 1: " + version);
        }
        SchemaRef ref = SchemaRef.parse(name);
        try (RestClient rest = server.connection(around.environment()).rest()) {
            SchemaRegistry schemas = new SchemaRegistry(rest);
            String id = ref.idIn(schemas);
            String shown = version == null ? schemas.show(id) : schemas.show(id, version);
            if (definition) {
                Output.print(around.out(), Definition.of(shown).text());
            } else if (json) {
                Output.print(around.out(), shown);
            } else {
                tell(parsed(shown), versions(schemas, id));
            }
        }
        return SchemaCommand.DONE;
    }

    private static String versions(SchemaRegistry schemas, String id) {
        return schemas.versions(id).stream()
                .map(one -> "%d %s"
                        .formatted(
                                one.path("version").asInt(), one.path("status").asText()))
                .collect(Collectors.joining(", "));
    }

    private void tell(JsonNode schema, String versions) {
        out.line(
                "schema         %s/%s",
                schema.path("namespace").asText(), schema.path("name").asText());
        out.line("id             %s", schema.path("schema_id").asText());
        if (!schema.path("description").asText().isEmpty()) {
            out.line("description    %s", schema.path("description").asText());
        }
        if (schema.has("compatibility_mode")) {
            out.line("compatibility  %s", schema.path("compatibility_mode").asText());
        }
        out.line(
                "version        %d, registered %s",
                schema.path("version").asInt(), schema.path("created_at").asText());
        out.line("fingerprint    %s", schema.path("fingerprint").asText());
        out.line("versions       %s", versions);
    }

    private static JsonNode parsed(String shown) {
        try {
            return new ObjectMapper().readTree(shown);
        } catch (JsonProcessingException e) {
            throw new CommandException("an answer is not JSON: " + shown, e);
        }
    }
}
