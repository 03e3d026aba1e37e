package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.SchemaRepositoryContract;
import io.ttdust.application.port.catalog.StreamRepository;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSchemaRepositoryTest extends SchemaRepositoryContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected SchemaRepository fresh() {
        return new PostgresSchemaRepository(database.dataSource());
    }

    @Override
    protected StreamRepository streams() {
        return new PostgresStreamRepository(database.dataSource());
    }

    @Override
    protected SchemaRepository away() {
        return new PostgresSchemaRepository(TestDatabase.nowhere());
    }
}
