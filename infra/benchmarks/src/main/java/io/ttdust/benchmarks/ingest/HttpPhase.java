package io.ttdust.benchmarks.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ttdust.benchmarks.load.Answers;
import io.ttdust.benchmarks.load.Target;
import io.ttdust.benchmarks.report.FailedRunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// NDJSON over HTTP: some connections that post one body after another, each waiting for its verdicts.
///
/// @param streams of the connections, in turns
/// @param events of the bodies, in turns
/// @param recordsPerBody lines of each body
record HttpPhase(Target target, List<Target.Stream> streams, List<byte[]> events, int connections, int recordsPerBody) {

    private static final int BODIES = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// Posts for `warmUp` and then for `span`; gives the records per second of the latter.
    double run(Duration warmUp, Duration span, Answers answers) throws InterruptedException {
        List<byte[]> bodies = bodies();
        long end = System.nanoTime() + warmUp.toNanos() + span.toNanos();
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> posters = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int place = i;
                posters.add(executor.submit((Callable<Void>) () -> {
                    post(client, bodies, place, end, answers);
                    return null;
                }));
            }
            Thread.sleep(warmUp);
            long start = System.nanoTime();
            long before = answers.acknowledged();
            Thread.sleep(span);
            double rate = (answers.acknowledged() - before) * 1e9 / (System.nanoTime() - start);
            for (Future<Void> poster : posters) {
                poster.get();
            }
            return rate;
        } catch (ExecutionException e) {
            throw new FailedRunException("an HTTP request failed: " + e.getCause());
        }
    }

    private List<byte[]> bodies() {
        List<byte[]> bodies = new ArrayList<>();
        for (int body = 0; body < BODIES; body++) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int i = 0; i < recordsPerBody; i++) {
                lines.writeBytes(events.get((body * recordsPerBody + i) % events.size()));
                lines.write('\n');
            }
            bodies.add(lines.toByteArray());
        }
        return bodies;
    }

    private void post(HttpClient client, List<byte[]> bodies, int place, long end, Answers answers)
            throws IOException, InterruptedException {
        String stream = streams.get(place % streams.size()).id();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        target.rest().resolve("/api/v1/streams/%s/records".formatted(stream)))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + target.apiKey())
                .header("Content-Type", "application/x-ndjson");
        for (int next = place; System.nanoTime() < end; next++) {
            HttpResponse<byte[]> response = client.send(
                    request.POST(HttpRequest.BodyPublishers.ofByteArray(bodies.get(next % bodies.size())))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            long accepted = response.statusCode() == 200 ? accepted(response.body()) : 0;
            answers.accepted(accepted);
            if (accepted != recordsPerBody) {
                throw new FailedRunException("%d of %d lines were accepted, status %d"
                        .formatted(accepted, recordsPerBody, response.statusCode()));
            }
        }
    }

    private static long accepted(byte[] body) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(body)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("accepted")) {
                    return parser.nextLongValue(0);
                }
            }
        }
        return 0;
    }
}
