package io.ttdust.application.port.catalog;

/// The fake keeps the contract it stands in for.
class InMemoryNodeRegistryTest extends NodeRegistryContract {

    @Override
    protected NodeRegistry fresh() {
        return new InMemoryNodeRegistry();
    }

    @Override
    protected NodeRegistry away() {
        InMemoryNodeRegistry nodes = new InMemoryNodeRegistry();
        nodes.goAway();
        return nodes;
    }
}
