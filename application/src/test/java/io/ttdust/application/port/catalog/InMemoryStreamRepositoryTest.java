package io.ttdust.application.port.catalog;

/// The fake keeps the contract it stands in for.
class InMemoryStreamRepositoryTest extends StreamRepositoryContract {

    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final InMemorySchemaRepository schemas = new InMemorySchemaRepository(streams);

    @Override
    protected StreamRepository fresh() {
        streams.follow(schemas);
        return streams;
    }

    @Override
    protected SchemaRepository schemas() {
        return schemas;
    }

    @Override
    protected StreamRepository away() {
        InMemoryStreamRepository repository = new InMemoryStreamRepository();
        repository.goAway();
        return repository;
    }
}
