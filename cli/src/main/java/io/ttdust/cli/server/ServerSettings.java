package io.ttdust.cli.server;

import java.nio.file.Path;
import java.util.Map;

/// How a child server is set up; everything else is its default, whatever the environment of this process says.
///
/// @param data its data directory
/// @param log file its output is appended to
/// @param apiKey the admin key it makes at its first start
/// @param more further settings, by environment variable
public record ServerSettings(Path data, Path log, String apiKey, Map<String, String> more) {

    private static final String PREFIX = "TTDUST_";
    private static final String FREE_PORT = "127.0.0.1:0";

    public ServerSettings {
        more = Map.copyOf(more);
    }

    public ServerSettings(Path data, Path log, String apiKey) {
        this(data, log, apiKey, Map.of());
    }

    /// Turns the inherited environment into the server's.
    void applyTo(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith(PREFIX));
        environment.put("TTDUST_DATA_DIRECTORY", data.toString());
        environment.put("TTDUST_BIND_ADDRESS", FREE_PORT);
        environment.put("TTDUST_GRPC_ADDRESS", FREE_PORT);
        environment.put("TTDUST_BOOTSTRAP_API_KEY", apiKey);
        environment.putAll(more);
    }
}
