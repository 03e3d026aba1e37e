package io.ttdust.adapters.postgres.access;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.port.access.ApiKeyRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresApiKeyRepositoryTest extends ApiKeyRepositoryContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected ApiKeyRepository fresh() {
        return new PostgresApiKeyRepository(database.dataSource());
    }

    @Override
    protected ApiKeyRepository away() {
        return new PostgresApiKeyRepository(TestDatabase.nowhere());
    }
}
