package io.ttdust.adapters.telemetry.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.catalog.StreamRepositoryContract;
import org.junit.jupiter.api.AfterEach;

/// The decorator keeps the contract of what it decorates, and misses no call.
class MeteredStreamRepositoryTest extends StreamRepositoryContract {

    private final Timer timer = new SimpleMeterRegistry().timer("t");

    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();
    private final InMemorySchemaRepository schemas = new InMemorySchemaRepository(streams);

    @Override
    protected StreamRepository fresh() {
        streams.follow(schemas);
        return new MeteredStreamRepository(streams, timer);
    }

    @Override
    protected SchemaRepository schemas() {
        return schemas;
    }

    @Override
    protected StreamRepository away() {
        InMemoryStreamRepository behind = new InMemoryStreamRepository();
        behind.goAway();
        return new MeteredStreamRepository(behind, timer);
    }

    @AfterEach
    void everyTestWasTimed() {
        assertThat(timer.count()).isPositive();
    }
}
