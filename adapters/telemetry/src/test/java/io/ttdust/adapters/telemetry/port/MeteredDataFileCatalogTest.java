package io.ttdust.adapters.telemetry.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.DataFileCatalogContract;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog;
import io.ttdust.application.port.catalog.InMemoryNodeRegistry;
import io.ttdust.application.port.catalog.NodeRegistry;
import org.junit.jupiter.api.AfterEach;

/// The decorator keeps the contract of what it decorates, and misses no call.
class MeteredDataFileCatalogTest extends DataFileCatalogContract {

    private final Timer timer = new SimpleMeterRegistry().timer("t");
    private InMemoryNodeRegistry nodes = new InMemoryNodeRegistry();

    @Override
    protected DataFileCatalog fresh() {
        nodes = new InMemoryNodeRegistry();
        return new MeteredDataFileCatalog(new InMemoryDataFileCatalog(nodes), timer);
    }

    @Override
    protected NodeRegistry nodes() {
        return nodes;
    }

    @Override
    protected DataFileCatalog away() {
        InMemoryDataFileCatalog behind = new InMemoryDataFileCatalog(nodes);
        behind.goAway();
        return new MeteredDataFileCatalog(behind, timer);
    }

    @AfterEach
    void everyTestWasTimed() {
        assertThat(timer.count()).isPositive();
    }
}
