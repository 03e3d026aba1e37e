package io.ttdust.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttdust.cli.console.CommandException;
import io.ttdust.cli.server.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that name a running server and the file of a key. A key itself is no option: command lines are seen by
/// everybody on the machine and kept in histories.
public final class ServerOptions {

    private static final String API_KEY = "TTDUST_API_KEY";
    private static final String SERVER = "TTDUST_SERVER";
    private static final String GRPC = "TTDUST_GRPC";
    private static final String DATA = "TTDUST_DATA_DIRECTORY";
    private static final String DATA_DEFAULT = "./ttdust-data";
    private static final int GRPC_PORT = 50051;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's HTTP address (default: TTDUST_SERVER, else the server of --data).")
    private @Nullable URI server;

    @Option(
            names = "--grpc",
            paramLabel = "HOST:PORT",
            description = "Its gRPC address (default: TTDUST_GRPC, else port 50051 of the host of --server).")
    private @Nullable String grpc;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of a server on this machine, which says there where it listens"
                    + " (default: TTDUST_DATA_DIRECTORY, else ./ttdust-data).")
    private @Nullable Path data;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "Read the API key from FILE (default: TTDUST_API_KEY).")
    private @Nullable Path keyFile;

    /// The server meant, with the key to be used.
    ///
    /// @throws CommandException if none can be found, saying what to do
    public Connection connection(Map<String, String> environment) {
        String apiKey = apiKey(environment);
        return new Connection(endpoints(environment), apiKey);
    }

    Endpoints endpoints(Map<String, String> environment) {
        String named = environment.get(SERVER);
        URI rest = server != null ? server : named != null && !named.isBlank() ? address(named.strip()) : null;
        String address = grpc != null ? grpc : environment.get(GRPC);
        if (rest == null && (address == null || address.isBlank())) {
            return onThisMachine(environment);
        }
        if (rest == null) {
            rest = URI.create("http://" + host(String.valueOf(address)) + ":8080");
        }
        if (rest.getHost() == null
                || rest.getScheme() == null
                || !rest.getScheme().startsWith("http")) {
            throw new CommandException("'%s' is not an address such as http://127.0.0.1:8080".formatted(rest));
        }
        return new Endpoints(
                rest, address == null || address.isBlank() ? rest.getHost() + ":" + GRPC_PORT : address.strip());
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(SERVER + " is not an address such as http://127.0.0.1:8080: " + text, e);
        }
    }

    private static String host(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private Endpoints onThisMachine(Map<String, String> environment) {
        Path directory = data != null ? data : Path.of(environment.getOrDefault(DATA, DATA_DEFAULT));
        Path file = directory.resolve("endpoints.json");
        if (!Files.exists(file)) {
            throw new CommandException("no server runs on %s (there is no %s); start one with ./ttdust dev, or name one"
                            .formatted(directory, file)
                    + " with --server http://HOST:8080");
        }
        try {
            JsonNode said = new ObjectMapper().readTree(Files.readAllBytes(file));
            long pid = said.path("pid").asLong();
            if (ProcessHandle.of(pid).isEmpty()) {
                throw new CommandException(
                        "the server on %s has died (process %d is gone); start it again, or name one by --server"
                                .formatted(directory, pid));
            }
            return new Endpoints(
                    URI.create(said.path("rest").asText()), said.path("grpc").asText());
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e, e);
        }
    }

    private String apiKey(Map<String, String> environment) {
        String key = environment.getOrDefault(API_KEY, "").strip();
        if (keyFile != null) {
            try {
                key = Files.readString(keyFile).strip();
            } catch (IOException e) {
                throw new CommandException("cannot read the API key: " + e, e);
            }
        }
        if (key.isEmpty()) {
            throw new CommandException(
                    "no API key: put one into the variable %s, or into a file for --api-key-file".formatted(API_KEY));
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CommandException("the API key has characters that no key has; is it the right variable or file?");
        }
        return key;
    }
}
