package io.ttdust.adapters.telemetry.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ttdust.application.port.catalog.InMemorySchemaRepository;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.SchemaRepositoryContract;
import io.ttdust.application.port.catalog.StreamRepository;
import org.junit.jupiter.api.AfterEach;

/// The decorator keeps the contract of what it decorates, and misses no call.
class MeteredSchemaRepositoryTest extends SchemaRepositoryContract {

    private final Timer timer = new SimpleMeterRegistry().timer("t");

    private final InMemoryStreamRepository streams = new InMemoryStreamRepository();

    @Override
    protected SchemaRepository fresh() {
        return new MeteredSchemaRepository(new InMemorySchemaRepository(streams), timer);
    }

    @Override
    protected StreamRepository streams() {
        return streams;
    }

    @Override
    protected SchemaRepository away() {
        InMemorySchemaRepository behind = new InMemorySchemaRepository();
        behind.goAway();
        return new MeteredSchemaRepository(behind, timer);
    }

    @AfterEach
    void everyTestWasTimed() {
        assertThat(timer.count()).isPositive();
    }
}
