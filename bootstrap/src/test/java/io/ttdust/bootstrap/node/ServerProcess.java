package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.bootstrap.Application;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The real program in a process of its own, as an operator starts it.
final class ServerProcess implements AutoCloseable {

    static final String KEY = "ttd_live_" + "5a".repeat(32);

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Pattern REST = Pattern.compile("\"rest\":\"([^\"]+)\"");
    private static final Pattern GRPC = Pattern.compile("\"grpc\":\"([^\"]+)\"");

    private static final Pattern METRICS = Pattern.compile("\"metrics\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path output;
    private final Path data;

    private ServerProcess(Process process, Path output, Path data) {
        this.process = process;
        this.output = output;
        this.data = data;
    }

    static ServerProcess start(Path data, Path output) throws IOException {
        return start(data, output, Map.of("TTDUST_BOOTSTRAP_API_KEY", KEY));
    }

    /// @param arguments of the command line, behind `serve`
    static ServerProcess start(Path data, Path output, Map<String, String> more, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName(),
                "serve"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "TTDUST_DATA_DIRECTORY", data.toString(),
                        "TTDUST_BIND_ADDRESS", "127.0.0.1:0",
                        "TTDUST_GRPC_ADDRESS", "127.0.0.1:0",
                        "TTDUST_WAL_SEGMENT_BYTES", "16MiB",
                        "TTDUST_WAL_SPARE_SEGMENTS", "1",
                        "TTDUST_DISK_RESERVE_BYTES", "1MiB"));
        builder.environment().putAll(more);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        return new ServerProcess(builder.start(), output, data);
    }

    /// Waits until it serves; fails with its output if it does not.
    ServerProcess awaitServing() throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + START_MAX.toNanos();
        Path endpoints = data.resolve("endpoints.json");
        while (!Files.exists(endpoints) || !Files.readString(endpoints).contains("\"pid\":" + process.pid() + ",")) {
            assertThat(process.isAlive() && System.nanoTime() < giveUp)
                    .as("still starting:%n%s", output())
                    .isTrue();
            process.waitFor(50, TimeUnit.MILLISECONDS); // looks again soon, or at once when it has ended
        }
        return this;
    }

    /// The URL that serves metrics without a key.
    String metricsUrl() throws IOException {
        return endpoint(METRICS);
    }

    /// Asks without a key.
    HttpResponse<String> anonymous(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    /// The base URL of the REST API.
    String rest() throws IOException {
        return endpoint(REST);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String contentType, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> patch(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    HttpResponse<String> postKeyed(String path, String key, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /// `host:port` of the gRPC server.
    String grpc() throws IOException {
        return endpoint(GRPC);
    }

    private String endpoint(Pattern which) throws IOException {
        Matcher endpoint = which.matcher(Files.readString(data.resolve("endpoints.json")));
        assertThat(endpoint.find()).isTrue();
        return endpoint.group(1);
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(endpoint(REST) + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + KEY);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// As a power cut ends it.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// As a supervisor stops it; answers the exit code.
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /// Processes whose command line names the data directory.
    List<String> postgres() {
        return ProcessHandle.allProcesses()
                .map(handle -> handle.info().commandLine().orElse(""))
                .filter(line -> line.contains("postgres") && line.contains(data.toString()))
                .toList();
    }

    /// PostgreSQL's processes, all of them.
    List<ProcessHandle> postgresProcesses() throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle handle = ProcessHandle.of(postmaster).orElseThrow();
        return Stream.concat(Stream.of(handle), handle.descendants()).toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
