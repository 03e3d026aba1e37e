package io.ttdust.application.port.catalog;

/// The fake keeps the contract it stands in for.
class InMemorySchemaRepositoryTest extends SchemaRepositoryContract {

    @Override
    protected SchemaRepository fresh() {
        return new InMemorySchemaRepository();
    }

    @Override
    protected SchemaRepository away() {
        InMemorySchemaRepository repository = new InMemorySchemaRepository();
        repository.goAway();
        return repository;
    }
}
