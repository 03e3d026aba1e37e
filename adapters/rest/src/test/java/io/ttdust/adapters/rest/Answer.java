package io.ttdust.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the server answered. Values are found by paths such as `results/0/error/code`.
///
/// @param json the body as maps, lists, strings, longs and booleans; null if there is none, or it is YAML or plain
///     text
public record Answer(
        int status,
        HttpHeaders headers,
        String body,
        @Nullable Object json) {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static Answer of(HttpResponse<byte[]> response) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        String type = response.headers().firstValue("Content-Type").orElse("json");
        boolean json = !body.isEmpty() && !type.contains("yaml") && !type.startsWith("text/plain");
        return new Answer(response.statusCode(), response.headers(), body, json ? parse(body) : null);
    }

    /// Parses strictly; numbers with a fraction become their text.
    public static @Nullable Object parse(String json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            parser.nextToken();
            Object value = value(parser);
            assertThat(parser.nextToken()).isNull();
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            default -> parser.getText();
        };
    }

    /// The value at `path`; null if there is none.
    public @Nullable Object at(String path) {
        Object here = json;
        for (String step : path.split("/", -1)) {
            if (here instanceof Map<?, ?> members) {
                here = members.get(step);
            } else if (here instanceof List<?> elements && Integer.parseInt(step) < elements.size()) {
                here = elements.get(Integer.parseInt(step));
            } else {
                return null;
            }
        }
        return here;
    }

    public String text(String path) {
        return (String) Objects.requireNonNull(at(path), () -> path + " in " + body);
    }

    public List<?> list(String path) {
        return (List<?>) Objects.requireNonNull(at(path), () -> path + " in " + body);
    }

    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /// Asserts a whole problem with that status and code.
    public Answer isProblem(int expectedStatus, String code) {
        assertThat(body).contains("\"code\":\"" + code + "\"");
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(at("type")).isEqualTo("urn:ttdust:error:" + code);
        assertThat(at("status")).isEqualTo((long) expectedStatus);
        assertThat(text("title")).isNotEmpty();
        assertThat(text("detail")).isNotEmpty();
        assertThat(list("errors")).isNotNull();
        assertThat(at("retryable")).isInstanceOf(Boolean.class);
        assertThat(text("trace_id")).matches("[0-9a-f]{32}");
        assertThat(body).doesNotContain("io.micronaut", "java.lang", "\\tat ");
        return this;
    }

    /// Asserts a 2xx answer of JSON.
    public Answer isOk(int expectedStatus) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).isEqualTo("application/json");
        return this;
    }
}
