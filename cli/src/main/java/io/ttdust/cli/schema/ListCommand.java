package io.ttdust.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttdust.cli.client.RestClient;
import io.ttdust.cli.connect.ServerOptions;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.console.Terminal;
import io.ttdust.cli.registry.SchemaRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `ttdust schema list`.
@Command(
        name = "list",
        sortOptions = false,
        separator = " ",
        header = "Lists schemas, newest first.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./ttdust schema list [OPTIONS]",
        descriptionHeading = "%n",
        description = {
            "A line has the schema's name with its namespace, its latest version, what its versions are held to, its id and",
            "the time at which the latest version was registered."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeOnExecutionException = SchemaCommand.FAILED,
        footer = {
            "The API key comes from TTDUST_API_KEY or a file, never from the command line.",
            "Exit code: 0 listed, 2 wrong call or no answer.",
            "",
            "Examples:",
            "  ./ttdust schema list --namespace shop",
            "  ./ttdust schema list --json | jq -r .schema_id"
        })
final class ListCommand implements Callable<Integer> {

    private final Terminal out;
    private final Surroundings around;

    @Option(names = "--namespace", paramLabel = "NAME", description = "List those of this namespace only.")
    private @Nullable String namespace;

    @Option(names = "--json", description = "Print a JSON object per line, as the server gives it.")
    private boolean json;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    ListCommand(Terminal out, Surroundings around) {
        this.out = out;
        this.around = around;
    }

    @Override
    public Integer call() {
        List<JsonNode> schemas;
        try (RestClient rest = server.connection(around.environment()).rest()) {
            schemas = new SchemaRegistry(rest).list(namespace);
        }
        int width = schemas.stream()
                .mapToInt(schema -> nameOf(schema).length())
                .max()
                .orElse(0);
        for (JsonNode schema : schemas) {
            if (json) {
                Output.print(around.out(), schema.toString());
            } else {
                out.line(
                        "%s%s  %4d  %-8s  %s  %s",
                        nameOf(schema),
                        " ".repeat(width - nameOf(schema).length()),
                        schema.path("version").asInt(),
                        schema.path("compatibility_mode").asText(),
                        schema.path("schema_id").asText(),
                        schema.path("created_at").asText());
            }
        }
        if (schemas.isEmpty()) {
            around.notes().line("there is no schema%s", namespace == null ? "" : " in namespace '" + namespace + "'");
        }
        return SchemaCommand.DONE;
    }

    private static String nameOf(JsonNode schema) {
        return schema.path("namespace").asText() + "/" + schema.path("name").asText();
    }
}
