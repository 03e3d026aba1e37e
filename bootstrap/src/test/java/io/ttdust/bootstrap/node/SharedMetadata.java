package io.ttdust.bootstrap.node;

import io.ttdust.adapters.embedded.EmbeddedPostgresServer;
import io.ttdust.adapters.jsonschema.JsonSchemaComparison;
import io.ttdust.adapters.jsonschema.JsonSchemaCompiler;
import io.ttdust.adapters.postgres.ConnectionPool;
import io.ttdust.adapters.postgres.Migrations;
import io.ttdust.adapters.postgres.access.PostgresApiKeyRepository;
import io.ttdust.adapters.postgres.catalog.PostgresCatalogChanges;
import io.ttdust.adapters.postgres.catalog.PostgresSecretRepository;
import io.ttdust.adapters.postgres.catalog.PostgresStreamRepository;
import io.ttdust.adapters.postgres.schema.PostgresSchemaRepository;
import io.ttdust.adapters.wal.FileRecordLog;
import io.ttdust.adapters.wal.LogSettings;
import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog;
import io.ttdust.application.port.catalog.InMemoryNodeRegistry;
import io.ttdust.application.port.storage.InMemoryColumnFileFormat;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import io.ttdust.application.pressure.Backpressure;
import io.ttdust.bootstrap.Core;
import io.ttdust.bootstrap.Meters;
import io.ttdust.bootstrap.Ports;
import io.ttdust.bootstrap.StoragePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/// A real PostgreSQL, and server cores over it, each with a log of its own.
final class SharedMetadata implements AutoCloseable {

    private static final InstantSource CLOCK = InstantSource.system();

    private final Path directory;
    private final EmbeddedPostgresServer server;
    private final ConnectionPool pool;
    private final Closer closer = new Closer();

    /// One server's core and the log it writes.
    record Server(Core core, FileRecordLog log) {}

    private SharedMetadata(Path directory, EmbeddedPostgresServer server) {
        this.directory = directory;
        this.server = server;
        this.pool =
                ConnectionPool.open(server.host(), server.port(), server.database(), server.user(), server.password());
        closer.add("PostgreSQL", server::close);
        closer.add("database connections", pool::close);
        Migrations.migrate(pool.dataSource());
    }

    static SharedMetadata start(Path directory) {
        return new SharedMetadata(directory, EmbeddedPostgresServer.start(directory));
    }

    DataSource dataSource() {
        return pool.dataSource();
    }

    /// From now on the store is away for all.
    void goAway() {
        server.close();
    }

    /// Another server, which looks for changes made through others.
    Server open(String name) {
        IdempotencyKeys keys = new IdempotencyKeys(CLOCK, 1_000_000);
        FileRecordLog log =
                FileRecordLog.open(LogSettings.in(directory.resolve(name)), CLOCK, List.of(), keys::restore, cause -> {
                    throw new AssertionError("the log broke", cause);
                });
        closer.add("log", log::close);
        Core core = Core.assemble(
                new Ports(
                        log,
                        new StoragePorts(
                                log,
                                new InMemoryDataFileCatalog(new InMemoryNodeRegistry()),
                                new InMemoryObjectStore(),
                                new InMemoryColumnFileFormat()),
                        new JsonSchemaCompiler(),
                        new JsonSchemaComparison(),
                        new PostgresSchemaRepository(dataSource()),
                        new PostgresStreamRepository(dataSource()),
                        new PostgresApiKeyRepository(dataSource()),
                        new PostgresSecretRepository(dataSource()),
                        List.of(),
                        Meters.NONE),
                CLOCK,
                keys,
                new Backpressure(64 << 20, Duration.ofMillis(200)),
                Duration.ofHours(1));
        CatalogWatch watch = new CatalogWatch(new PostgresCatalogChanges(dataSource()), core.streamCatalog(), () -> {
            throw new AssertionError("the watch broke");
        });
        watch.start();
        closer.add("catalog watch", watch::close);
        return new Server(core, log);
    }

    @Override
    public void close() {
        closer.closeAll();
    }
}
