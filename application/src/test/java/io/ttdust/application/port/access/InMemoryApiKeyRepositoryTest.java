package io.ttdust.application.port.access;

/// The fake keeps the contract it stands in for.
class InMemoryApiKeyRepositoryTest extends ApiKeyRepositoryContract {

    @Override
    protected ApiKeyRepository fresh() {
        return new InMemoryApiKeyRepository();
    }

    @Override
    protected ApiKeyRepository away() {
        InMemoryApiKeyRepository repository = new InMemoryApiKeyRepository();
        repository.goAway();
        return repository;
    }
}
