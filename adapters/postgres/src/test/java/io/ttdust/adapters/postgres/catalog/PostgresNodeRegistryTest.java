package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.catalog.NodeRegistry;
import io.ttdust.application.port.catalog.NodeRegistryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresNodeRegistryTest extends NodeRegistryContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected NodeRegistry fresh() {
        return new PostgresNodeRegistry(database.dataSource());
    }

    @Override
    protected NodeRegistry away() {
        return new PostgresNodeRegistry(TestDatabase.nowhere());
    }
}
