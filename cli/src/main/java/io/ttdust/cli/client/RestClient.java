package io.ttdust.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.cli.console.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// The HTTP API of one server, as whoever the key belongs to. May be used from any thread.
///
/// Every answer that is not a success becomes a [CommandException] with the server's own words.
public final class RestClient implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final String apiKey;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// Talks to the server at `base`, such as `http://127.0.0.1:8080`.
    public RestClient(URI base, String apiKey) {
        this.base = base;
        this.apiKey = apiKey;
    }

    /// Registers a schema; `definition` must be JSON.
    ///
    /// @return its id
    public String createSchema(String name, byte[] definition) {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        try {
            body.set("definition", JSON.readTree(definition));
        } catch (IOException e) {
            throw new CommandException("the schema is not JSON: " + e.getMessage(), e);
        }
        return text(post("/api/v1/schemas", body), "schema_id");
    }

    /// Creates a stream under a schema.
    ///
    /// @return its id
    public String createStream(String name, String schemaId) {
        ObjectNode body = JSON.createObjectNode().put("name", name).put("schema_id", schemaId);
        return text(post("/api/v1/streams", body), "stream_id");
    }

    /// One page of the records received between two times, both included.
    public JsonNode page(String stream, Instant start, Instant end, int limit) {
        return send(request("/api/v1/streams/%s/records?start=%s&end=%s&limit=%d"
                        .formatted(encoded(stream), encoded(start.toString()), encoded(end.toString()), limit))
                .GET()
                .build());
    }

    /// The answer to a look-up by record id: `found`, and `record` when it is.
    public JsonNode find(String stream, String recordId) {
        return send(request("/api/v1/streams/%s/records?key_field=_record_id&key_value=%s"
                        .formatted(encoded(stream), encoded(recordId)))
                .GET()
                .build());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode post(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(WITHIN).header("Authorization", "Bearer " + apiKey);
    }

    private JsonNode send(HttpRequest request) {
        String what = request.method() + " " + request.uri();
        HttpResponse<String> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandException(what + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(what + " was interrupted", e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new CommandException("%s was answered %d: %s"
                    .formatted(what, response.statusCode(), response.body().strip()));
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CommandException(what + " was answered with what is not JSON: " + response.body(), e);
        }
    }

    private static String text(JsonNode answer, String field) {
        JsonNode value = answer.path(field);
        if (!value.isTextual()) {
            throw new CommandException("an answer has no '%s': %s".formatted(field, answer));
        }
        return value.asText();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
