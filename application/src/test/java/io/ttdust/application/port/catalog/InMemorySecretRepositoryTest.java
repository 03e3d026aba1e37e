package io.ttdust.application.port.catalog;

/// The fake keeps the contract it stands in for.
class InMemorySecretRepositoryTest extends SecretRepositoryContract {

    @Override
    protected SecretRepository fresh() {
        return new InMemorySecretRepository();
    }

    @Override
    protected SecretRepository away() {
        InMemorySecretRepository repository = new InMemorySecretRepository();
        repository.goAway();
        return repository;
    }
}
