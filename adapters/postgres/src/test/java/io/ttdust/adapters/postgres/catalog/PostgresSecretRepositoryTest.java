package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.catalog.SecretRepository;
import io.ttdust.application.port.catalog.SecretRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSecretRepositoryTest extends SecretRepositoryContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected SecretRepository fresh() {
        return new PostgresSecretRepository(database.dataSource());
    }

    @Override
    protected SecretRepository away() {
        return new PostgresSecretRepository(TestDatabase.nowhere());
    }
}
