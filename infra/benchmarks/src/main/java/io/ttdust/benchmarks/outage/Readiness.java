package io.ttdust.benchmarks.outage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// What a server says of itself at `/health/ready`. For one thread.
final class Readiness implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final HttpRequest request;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Readiness(URI server) {
        request = HttpRequest.newBuilder(server.resolve("/health/ready"))
                .timeout(WITHIN)
                .build();
    }

    /// Status of the response and the word in it, such as `200 degraded`; what went wrong when there is none.
    String ask() throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() + " "
                    + json.readTree(answer.body()).path("status").asText();
        } catch (IOException e) {
            return "no answer: " + e;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
