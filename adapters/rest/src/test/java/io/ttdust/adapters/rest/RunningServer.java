package io.ttdust.adapters.rest;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.ttdust.adapters.rest.metrics.MetricsText;
import io.ttdust.adapters.rest.request.RequestLimits;
import io.ttdust.application.access.Authenticate;
import io.ttdust.application.access.Authorize;
import io.ttdust.application.access.CreateApiKey;
import io.ttdust.application.access.EnsureAdminKey;
import io.ttdust.application.access.ListApiKeys;
import io.ttdust.application.access.RevokeApiKey;
import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.health.Lifecycle;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.ingest.IngestLimits;
import io.ttdust.application.ingest.IngestRecords;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.health.ComponentCheck;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.application.port.schema.FakeCompatibilityChecker;
import io.ttdust.application.port.schema.FakeSchemaCompiler;
import io.ttdust.application.port.telemetry.TallyingIngestMeter;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.application.query.CursorCodec;
import io.ttdust.application.query.InMemoryQueries;
import io.ttdust.application.schema.AddSchemaVersion;
import io.ttdust.application.schema.ChangeSchema;
import io.ttdust.application.schema.ChangeSchemaVersion;
import io.ttdust.application.schema.CheckCompatibility;
import io.ttdust.application.schema.CreateSchema;
import io.ttdust.application.schema.DeleteSchema;
import io.ttdust.application.schema.FindSchemas;
import io.ttdust.application.stream.CreateStream;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.ListStreams;
import io.ttdust.application.stream.StreamCatalog;
import io.ttdust.application.stream.UpdateStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The real HTTP server on a free port, over use cases whose ports are the in-memory fakes.
public final class RunningServer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    public final InMemoryRecordLog log;
    public final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    public final InMemorySchemaRepository schemas = new InMemorySchemaRepository(streams);
    public final InMemoryApiKeyRepository keys = new InMemoryApiKeyRepository();
    public final TallyingIngestMeter meter = new TallyingIngestMeter();
    public final Lifecycle lifecycle = new Lifecycle();

    /// What the component `metadata` says is wrong; null while it works.
    public final AtomicReference<@Nullable String> metadataError = new AtomicReference<>();

    public final ApplicationContext context;
    public final String key;

    private final EmbeddedServer server;
    private final HttpClient client;
    private final AtomicInteger names = new AtomicInteger();

    private RunningServer(InstantSource clock, RequestLimits limits, String metricsAuth) {
        SecureRandom random = new SecureRandom();
        log = new InMemoryRecordLog(clock);
        key = new EnsureAdminKey(keys, clock, random).ensure().orElseThrow().reveal();
        FakeSchemaCompiler compiler = new FakeSchemaCompiler();
        FakeCompatibilityChecker checker = new FakeCompatibilityChecker();
        StreamCatalog catalog = new StreamCatalog(streams, schemas, compiler);
        Authorize authorize = new Authorize();
        context = ApplicationContext.builder()
                .properties(Map.of("micronaut.server.port", -1, MetricsText.AUTH_PROPERTY, metricsAuth))
                .singletons(
                        clock,
                        limits,
                        new CreateSchema(schemas, compiler, clock, random),
                        new FindSchemas(schemas),
                        new AddSchemaVersion(schemas, compiler, checker, changed -> {}, clock),
                        new CheckCompatibility(schemas, compiler, checker),
                        new ChangeSchema(schemas),
                        new ChangeSchemaVersion(schemas, changed -> {}),
                        new DeleteSchema(schemas),
                        new CreateStream(streams, schemas, catalog, clock, random),
                        new UpdateStream(streams, schemas, catalog),
                        new ListStreams(streams),
                        catalog,
                        new FindStream(catalog, authorize),
                        authorize,
                        new CreateApiKey(keys, streams, clock, random),
                        new ListApiKeys(keys),
                        new RevokeApiKey(keys, clock),
                        new IngestRecords(
                                log,
                                new IdempotencyKeys(clock, 10_000),
                                new Backpressure(256L << 20, Duration.ofMillis(200)),
                                IngestLimits.DEFAULT,
                                meter),
                        meter,
                        new MetricsText(() -> "up 1\n"),
                        InMemoryQueries.timeRange(log),
                        InMemoryQueries.lookup(log),
                        new CursorCodec(new byte[32]),
                        new Authenticate(keys, clock, Duration.ofHours(1)),
                        lifecycle,
                        new CheckReadiness(lifecycle, List.of(new MetadataCheck(metadataError)), clock))
                .start();
        server = context.getBean(EmbeddedServer.class).start();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        lifecycle.serving();
    }

    private record MetadataCheck(AtomicReference<@Nullable String> error) implements ComponentCheck {

        @Override
        public String component() {
            return "metadata";
        }

        @Override
        public boolean required() {
            return false;
        }

        @Override
        public void check() {
            String wrong = error.get();
            if (wrong != null) {
                throw new StorageException(wrong);
            }
        }
    }

    public static RunningServer start() {
        return start(RequestLimits.DEFAULT);
    }

    public static RunningServer start(RequestLimits limits) {
        return new RunningServer(InstantSource.system(), limits, "reader");
    }

    /// A server whose metrics are open to everybody.
    public static RunningServer startWithOpenMetrics() {
        return new RunningServer(InstantSource.system(), RequestLimits.DEFAULT, "none");
    }

    public int port() {
        return server.getPort();
    }

    /// A request to `path` that carries the admin key.
    public HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + key);
    }

    /// A request to `path` without a key.
    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port(), path)))
                .timeout(TIMEOUT);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public Answer patch(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, String contentType, byte[] body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The path of the records of a new stream whose records must have `user_id`.
    public String newStream() {
        String name = "s" + names.incrementAndGet();
        Answer schema = post(
                "/api/v1/schemas",
                "{\"name\":\"%s\",\"definition\":{\"type\":\"object\",\"required\":[\"user_id\"]}}".formatted(name));
        Answer stream = post(
                "/api/v1/streams", "{\"name\":\"%s\",\"schema_id\":\"%s\"}".formatted(name, schema.text("schema_id")));
        return "/api/v1/streams/%s/records".formatted(stream.text("name"));
    }

    /// A connection for bytes no HTTP client would send.
    public RawConnection connect() {
        return RawConnection.open(port());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
