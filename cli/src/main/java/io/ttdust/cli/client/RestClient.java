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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The HTTP API of one server, as whoever the key belongs to. May be used from any thread.
///
/// Every answer that is not a success becomes a [CommandException] with the server's own words.
public final class RestClient implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
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
        body.set("definition", parsed(definition));
        return text(post("/api/v1/schemas", body), "schema_id");
    }

    /// Creates a stream under a schema.
    ///
    /// @return its id
    public String createStream(String name, String schemaId) {
        return createStream(name, schemaId, 1);
    }

    /// Creates a stream of so many partitions, under a schema or, without one, for any JSON object.
    ///
    /// @return its id
    public String createStream(String name, @Nullable String schemaId, int partitions) {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        if (partitions > 1) {
            body.put("partitions", partitions);
        }
        if (schemaId != null) {
            body.put("schema_id", schemaId);
        }
        return text(post("/api/v1/streams", body), "stream_id");
    }

    /// Whether there is a stream of that name or id.
    public boolean hasStream(String stream) {
        return answer(request("/api/v1/streams/" + encoded(stream)).GET().build(), NOT_FOUND) != null;
    }

    /// The id of the schema of that name when its definition is `definition`; null when there is none.
    ///
    /// @throws CommandException if there is one that says something else
    public @Nullable String findSchema(String name, byte[] definition) {
        String cursor = "";
        while (true) {
            JsonNode page =
                    send(request("/api/v1/schemas?limit=100" + cursor).GET().build());
            for (JsonNode schema : page.path("schemas")) {
                if (schema.path("name").asText().equals(name)
                        && schema.path("namespace").asText().equals("default")) {
                    return sameSchema(name, text(schema, "schema_id"), definition);
                }
            }
            if (!page.path("next_cursor").isTextual()) {
                return null;
            }
            cursor = "&cursor=" + encoded(page.path("next_cursor").asText());
        }
    }

    private String sameSchema(String name, String id, byte[] definition) {
        JsonNode there = send(request("/api/v1/schemas/" + encoded(id)).GET().build());
        if (!there.path("definition").equals(parsed(definition))) {
            throw new CommandException(
                    "there is a schema '%s' already (%s), and it is not the one given".formatted(name, id));
        }
        return id;
    }

    private static JsonNode parsed(byte[] definition) {
        try {
            return JSON.readTree(definition);
        } catch (IOException e) {
            throw new CommandException("the schema is not JSON: " + e.getMessage(), e);
        }
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
        return Objects.requireNonNull(answer(request, 0));
    }

    /// The body of a success; null when the status is `absent`.
    private @Nullable JsonNode answer(HttpRequest request, int absent) {
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
        if (response.statusCode() == absent) {
            return null;
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
