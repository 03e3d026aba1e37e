package io.ttdust.application.port.catalog;

/// The fake keeps the contract it stands in for.
class InMemorySchemaRepositoryTest extends SchemaRepositoryContract {

    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();

    @Override
    protected SchemaRepository fresh() {
        return new InMemorySchemaRepository(streams);
    }

    @Override
    protected StreamRepository streams() {
        return streams;
    }

    @Override
    protected SchemaRepository away() {
        InMemorySchemaRepository repository = new InMemorySchemaRepository();
        repository.goAway();
        return repository;
    }
}
