package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.adapters.postgres.schema.PostgresSchemaRepository;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.DataFileCatalogContract;
import io.ttdust.application.port.catalog.NodeRegistry;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresDataFileCatalogTest extends DataFileCatalogContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected DataFileCatalog fresh() {
        createStreams(database.dataSource());
        return new PostgresDataFileCatalog(database.dataSource());
    }

    @Override
    protected NodeRegistry nodes() {
        return new PostgresNodeRegistry(database.dataSource());
    }

    @Override
    protected DataFileCatalog away() {
        return new PostgresDataFileCatalog(TestDatabase.nowhere());
    }

    /// The streams of the contract, whose files need them.
    static void createStreams(DataSource dataSource) {
        SchemaId any = new PostgresSchemaRepository(dataSource)
                .latest(SchemaName.ANY)
                .orElseThrow()
                .schemaId();
        createStream(dataSource, CLICKS, "clicks", any);
        createStream(dataSource, ORDERS, "orders", any);
    }

    private static void createStream(DataSource dataSource, StreamId id, String name, SchemaId schema) {
        new PostgresStreamRepository(dataSource)
                .create(new StreamDefinition(
                        id, new StreamName(name), "", schema, 1, 4, Map.of(), StreamStatus.ACTIVE, Instant.EPOCH));
    }
}
