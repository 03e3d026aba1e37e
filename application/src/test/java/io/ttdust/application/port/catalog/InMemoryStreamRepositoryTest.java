package io.ttdust.application.port.catalog;

/// The fake keeps the contract it stands in for.
class InMemoryStreamRepositoryTest extends StreamRepositoryContract {

    @Override
    protected StreamRepository fresh() {
        return new InMemoryStreamRepository();
    }

    @Override
    protected StreamRepository away() {
        InMemoryStreamRepository repository = new InMemoryStreamRepository();
        repository.goAway();
        return repository;
    }
}
