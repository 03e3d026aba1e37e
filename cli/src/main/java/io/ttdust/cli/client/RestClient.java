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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The HTTP API of one server, as whoever the key belongs to. May be used from any thread.
///
/// Every answer that is not a success becomes a [CommandException] with the server's own words, unless an [Answer] is
/// given as it is.
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
        return post("/api/v1/streams", body).text("stream_id");
    }

    /// Whether there is a stream of that name or id.
    public boolean hasStream(String stream) {
        Answer answer = get("/api/v1/streams/" + encoded(stream));
        return answer.status() != NOT_FOUND && !answer.json().isMissingNode();
    }

    /// One page of the records received between two times, both included.
    public JsonNode page(String stream, Instant start, Instant end, int limit) {
        return get("/api/v1/streams/%s/records?start=%s&end=%s&limit=%d"
                        .formatted(encoded(stream), encoded(start.toString()), encoded(end.toString()), limit))
                .json();
    }

    /// The answer to a look-up by record id: `found`, and `record` when it is.
    public JsonNode find(String stream, String recordId) {
        return get("/api/v1/streams/%s/records?key_field=_record_id&key_value=%s"
                        .formatted(encoded(stream), encoded(recordId)))
                .json();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /// Asks for `path`, such as `/api/v1/schemas`.
    ///
    /// @return the answer, be it a success or not
    public Answer get(String path) {
        return sent(request(path).GET().build());
    }

    /// Sends `body` to `path`.
    ///
    /// @return the answer, be it a success or not
    public Answer post(String path, JsonNode body) {
        return sent(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(WITHIN).header("Authorization", "Bearer " + apiKey);
    }

    private Answer sent(HttpRequest request) {
        String what = request.method() + " " + request.uri();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(what, response.statusCode(), response.body());
        } catch (IOException e) {
            throw new CommandException(what + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(what + " was interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// What a server answered.
    ///
    /// @param what the request, for messages
    public record Answer(String what, int status, String body) {

        /// The body of a success, as it is.
        ///
        /// @throws CommandException with the server's words if it is none
        public String success() {
            if (status / 100 != 2) {
                throw new CommandException("%s was answered %d%s".formatted(what, status, words()));
            }
            return body;
        }

        /// The body of a success.
        ///
        /// @throws CommandException with the server's words if it is none
        public JsonNode json() {
            try {
                return JSON.readTree(success());
            } catch (JsonProcessingException e) {
                throw new CommandException(what + " was answered with what is not JSON: " + body, e);
            }
        }

        /// A field of a success.
        ///
        /// @throws CommandException with the server's words if it is none, or has no such field
        public String text(String field) {
            JsonNode value = json().path(field);
            if (!value.isTextual()) {
                throw new CommandException("an answer has no '%s': %s".formatted(field, body));
            }
            return value.asText();
        }

        /// What the server says of a request it refused (RFC 9457); a missing node when it says it otherwise.
        public JsonNode problem() {
            try {
                JsonNode problem = JSON.readTree(body);
                return problem.path("code").isTextual() ? problem : JSON.missingNode();
            } catch (JsonProcessingException e) {
                return JSON.missingNode();
            }
        }

        /// Code and detail of a problem, and a line for each place that is wrong; what is no problem as it is.
        private String words() {
            JsonNode problem = problem();
            if (problem.isMissingNode()) {
                return body.isBlank() ? "" : ": " + body.strip();
            }
            StringBuilder words =
                    new StringBuilder(" ").append(problem.path("code").asText());
            if (problem.path("detail").isTextual()) {
                words.append(": ").append(problem.path("detail").asText());
            }
            for (Violation violation : Violation.all(problem.path("errors"))) {
                words.append("\n  %s (%s): %s".formatted(violation.place(), violation.keyword(), violation.message()));
            }
            return words.toString();
        }
    }

    /// One place of a document, and what is wrong there.
    ///
    /// @param pointer JSON pointer; empty for the whole document
    /// @param keyword the rule that is broken
    public record Violation(String pointer, String keyword, String message) {

        /// Those of a list in an answer.
        public static List<Violation> all(JsonNode list) {
            List<Violation> violations = new ArrayList<>();
            for (JsonNode one : list) {
                violations.add(new Violation(
                        one.path("pointer").asText(),
                        one.path("keyword").asText(),
                        one.path("message").asText()));
            }
            return violations;
        }

        /// The pointer, or what stands for an empty one.
        public String place() {
            return pointer.isEmpty() ? "(root)" : pointer;
        }
    }
}
