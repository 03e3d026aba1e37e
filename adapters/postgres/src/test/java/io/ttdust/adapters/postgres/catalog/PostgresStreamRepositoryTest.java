package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.adapters.postgres.schema.PostgresSchemaRepository;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.catalog.StreamRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresStreamRepositoryTest extends StreamRepositoryContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected StreamRepository fresh() {
        return new PostgresStreamRepository(database.dataSource());
    }

    @Override
    protected SchemaRepository schemas() {
        return new PostgresSchemaRepository(database.dataSource());
    }

    @Override
    protected StreamRepository away() {
        return new PostgresStreamRepository(TestDatabase.nowhere());
    }
}
