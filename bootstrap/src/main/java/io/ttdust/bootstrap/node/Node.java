package io.ttdust.bootstrap.node;

import io.ttdust.adapters.embedded.EmbeddedPostgresServer;
import io.ttdust.adapters.grpc.GrpcServer;
import io.ttdust.adapters.grpc.GrpcSettings;
import io.ttdust.adapters.grpc.ServedUseCases;
import io.ttdust.adapters.jsonschema.JsonSchemaComparison;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.adapters.postgres.ConnectionPool;
import io.ttdust.adapters.postgres.Migrations;
import io.ttdust.adapters.postgres.PostgresCheck;
import io.ttdust.adapters.postgres.access.PostgresApiKeyRepository;
import io.ttdust.adapters.postgres.catalog.PostgresCatalogChanges;
import io.ttdust.adapters.postgres.catalog.PostgresSecretRepository;
import io.ttdust.adapters.postgres.catalog.PostgresStreamRepository;
import io.ttdust.adapters.postgres.schema.PostgresSchemaRepository;
import io.ttdust.adapters.rest.metrics.MetricsText;
import io.ttdust.adapters.telemetry.MetricsListener;
import io.ttdust.adapters.telemetry.Telemetry;
import io.ttdust.application.access.EnsureAdminKey;
import io.ttdust.application.flush.FlushedStreams;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.health.ComponentCheck;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.bootstrap.Core;
import io.ttdust.bootstrap.Ports;
import io.ttdust.bootstrap.config.HostPort;
import io.ttdust.bootstrap.config.Profile;
import io.ttdust.bootstrap.config.Setting;
import io.ttdust.bootstrap.config.Settings;
import io.ttdust.bootstrap.directory.Endpoints;
import io.ttdust.bootstrap.directory.NodeLock;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.Result;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node. Opened in this order and closed in the opposite one: data directory, PostgreSQL, log, flusher,
/// gRPC, HTTP. The log is closed after the last answer and PostgreSQL last.
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /// The last door still gets a moment when the first took all the time.
    private static final Duration GRACE_MIN = Duration.ofMillis(500);

    private static final Duration OVERLOAD_RETRY = Duration.ofMillis(200);

    private final Settings settings;
    private final Set<Long> acceptLossAt;
    private final InstantSource clock = InstantSource.system();
    private final Closer closer = new Closer();
    private @Nullable Endpoints endpoints;
    private @Nullable ApiKeySecret newAdminKey;
    private volatile long stopBy;

    private Node(Settings settings, Set<Long> acceptLossAt) {
        this.settings = settings;
        this.acceptLossAt = acceptLossAt;
    }

    /// Starts a node that serves when this returns, and that stops by itself when the process is told to end.
    ///
    /// @param acceptLossAt positions in the log at which the operator lets it go on without what is missing
    /// @throws RuntimeException if any part cannot be opened; what was opened before is closed again
    public static Node start(Settings settings, Set<Long> acceptLossAt) {
        Node node = new Node(settings, acceptLossAt);
        // Before anything is opened: a process told to end while it starts must not leave PostgreSQL behind.
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "node-stop"));
        try {
            node.open();
        } catch (RuntimeException e) { // whatever kept it from starting: leave nothing open behind
            node.closer.closeAll();
            throw e;
        }
        return node;
    }

    /// For the log of a node that could not start.
    public static void logFailedStart(RuntimeException cause) {
        LOG.error("the node cannot start", cause);
    }

    private void open() {
        long started = System.nanoTime();
        settings.describe().forEach(line -> LOG.debug("{}", line));
        NodeLock lock = NodeLock.take(settings.dataDirectory());
        closer.add("data directory", lock::close);
        Endpoints.delete(settings.dataDirectory());
        Telemetry telemetry = Instruments.open(closer);
        ConnectionPool database = openDatabase();
        IdempotencyKeys keys = new IdempotencyKeys(clock, settings.integer(Setting.IDEMPOTENCY_KEYS_MAX));
        StreamRepository streams = telemetry.metered(new PostgresStreamRepository(database.dataSource()));
        NodeStorage storage = NodeStorage.open(
                settings, acceptLossAt, clock, database.dataSource(), streams, keys, telemetry, closer);
        SchemaRepository schemas = telemetry.metered(new PostgresSchemaRepository(database.dataSource()));
        Flusher flusher = storage.flusher(settings, clock, new FlushedStreams(streams, schemas), telemetry);
        Backpressure backpressure = new Backpressure(
                settings.bytes(Setting.IN_FLIGHT_BYTES_MAX), OVERLOAD_RETRY, storage.unflushed(), storage.pace());
        Instruments.attach(telemetry, settings, clock, storage, database, streams, backpressure);
        Core core = Core.assemble(
                ports(storage, flusher, streams, schemas, database, telemetry),
                clock,
                keys,
                backpressure,
                settings.duration(Setting.AUTH_STALE_MAX));
        CatalogWatch watch = new CatalogWatch(
                new PostgresCatalogChanges(database.dataSource()),
                core.streamCatalog(),
                new ProcessEnd(settings)::unwatched);
        watch.start();
        closer.add("catalog watch", watch::close);
        flusher.start();
        closer.add("flusher", () -> flusher.close(graceLeft()));
        newAdminKey = ensureAdminKey(core);
        GrpcServer grpc = openGrpc(core);
        RestServer rest = RestServer.start(
                core,
                settings.address(Setting.BIND_ADDRESS),
                new MetricsText(telemetry::scrape),
                settings.word(Setting.METRICS_AUTH));
        closer.add("HTTP", () -> rest.close(graceLeft()));
        Instruments.attach(telemetry, core.checkReadiness(), grpc, rest);
        MetricsListener metrics = Instruments.listen(telemetry, settings, closer);
        closer.add("readiness", () -> core.lifecycle().draining());
        core.lifecycle().serving();
        Endpoints served = new Endpoints(
                "http://" + reachable(settings.address(Setting.BIND_ADDRESS), rest.port()),
                reachable(settings.address(Setting.GRPC_ADDRESS), grpc.port()),
                metrics == null ? null : metricsUrl(metrics));
        served.write(settings.dataDirectory());
        closer.add("endpoints", () -> Endpoints.delete(settings.dataDirectory()));
        endpoints = served;
        LOG.atInfo()
                .addKeyValue("event", "node.serving")
                .addKeyValue("rest", served.rest())
                .addKeyValue("grpc", served.grpc())
                .log(
                        "serving after {} ms",
                        Duration.ofNanos(System.nanoTime() - started).toMillis());
    }

    private ConnectionPool openDatabase() {
        EmbeddedPostgresServer postgres =
                EmbeddedPostgresServer.start(settings.dataDirectory().resolve("postgres"));
        closer.add("PostgreSQL", postgres::close);
        ConnectionPool database = ConnectionPool.open(
                postgres.host(), postgres.port(), postgres.database(), postgres.user(), postgres.password());
        closer.add("database connections", database::close);
        Migrations.migrate(database.dataSource());
        return database;
    }

    private static Ports ports(
            NodeStorage storage,
            Flusher flusher,
            StreamRepository streams,
            SchemaRepository schemas,
            ConnectionPool pool,
            Telemetry telemetry) {
        DataSource database = pool.dataSource();
        List<ComponentCheck> checks = storage.checks(flusher::failure);
        checks.add(new PostgresCheck(pool));
        return new Ports(
                telemetry.metered(storage.log()),
                storage.ports(),
                new JsonSchemaCompiler(),
                new JsonSchemaComparison(),
                schemas,
                streams,
                telemetry.metered(new PostgresApiKeyRepository(database)),
                new PostgresSecretRepository(database),
                List.copyOf(checks),
                Instruments.meters(telemetry));
    }

    /// Only `dev` makes a key by itself, because it shows it: a key that nobody saw would lock everybody out.
    private @Nullable ApiKeySecret ensureAdminKey(Core core) {
        EnsureAdminKey ensureAdminKey = core.ensureAdminKey();
        Optional<String> given = settings.secret(Setting.BOOTSTRAP_API_KEY);
        if (given.isPresent()) {
            if (ensureAdminKey.ensure(ApiKeySecret.parse(given.get()))) {
                LOG.info("the admin key of {} was stored; the variable is not needed again", variable());
            } else if (core.authenticate().authenticate(null, given.get()) instanceof Result.Refused<Principal>) {
                LOG.warn("the key of {} was not stored and is not known: there were keys before", variable());
            }
            return null;
        }
        if (settings.profile() == Profile.DEV) {
            return ensureAdminKey.ensure().orElse(null);
        }
        if (!ensureAdminKey.anyKey()) {
            throw new IllegalStateException(
                    "there is no API key yet; for the first start set %s to 'ttd_live_' and 64 hex digits, for example"
                                    .formatted(variable())
                            + " \"ttd_live_$(openssl rand -hex 32)\", and keep it safe");
        }
        return null;
    }

    private static String variable() {
        return Setting.BOOTSTRAP_API_KEY.variable();
    }

    private GrpcServer openGrpc(Core core) {
        GrpcServer grpc = new GrpcServer(
                GrpcSettings.defaults(
                        settings.address(Setting.GRPC_ADDRESS).socketAddress(), settings.flag(Setting.GRPC_REFLECTION)),
                new ServedUseCases(
                        core.ingestRecords(),
                        core.findStream(),
                        core.createStream(),
                        core.updateStream(),
                        core.listStreams(),
                        core.queryTimeRange(),
                        core.lookupRecord(),
                        core.cursorCodec(),
                        core.authenticate(),
                        core.authorize(),
                        core.checkReadiness(),
                        core.meters().ingest()));
        grpc.start();
        closer.add("gRPC", () -> grpc.close(graceLeft()));
        return grpc;
    }

    private String metricsUrl(MetricsListener listener) {
        HostPort bound = settings.optionalAddress(Setting.METRICS_ADDRESS).orElseThrow();
        return "http://%s/metrics".formatted(reachable(bound, listener.port()));
    }

    /// An address a client on this machine can use: nobody can connect to the wildcard.
    private static String reachable(HostPort bound, int port) {
        String host = bound.host().equals("0.0.0.0") || bound.host().equals("::") ? "127.0.0.1" : bound.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /// What is left of the time that all doors together may take to answer what is in flight.
    private Duration graceLeft() {
        long left = stopBy - System.nanoTime();
        return Duration.ofNanos(Math.max(left, GRACE_MIN.toNanos()));
    }

    /// Where the node listens.
    public Endpoints endpoints() {
        Endpoints served = endpoints;
        if (served == null) {
            throw new IllegalStateException("the node does not serve");
        }
        return served;
    }

    /// The admin key that this start made; empty when there was a key before, or one was given.
    public Optional<String> newAdminKey() {
        return Optional.ofNullable(newAdminKey).map(ApiKeySecret::reveal);
    }

    /// Stops taking requests, answers those in flight, and closes everything. A second call does nothing.
    @Override
    public void close() {
        stopBy = System.nanoTime() + settings.duration(Setting.SHUTDOWN_TIMEOUT).toNanos();
        closer.closeAll();
    }
}
