package io.ttdust.adapters.telemetry.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ttdust.application.port.catalog.InMemoryStreamRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.catalog.StreamRepositoryContract;
import org.junit.jupiter.api.AfterEach;

/// The decorator keeps the contract of what it decorates, and misses no call.
class MeteredStreamRepositoryTest extends StreamRepositoryContract {

    private final Timer timer = new SimpleMeterRegistry().timer("t");

    @Override
    protected StreamRepository fresh() {
        return new MeteredStreamRepository(new InMemoryStreamRepository(), timer);
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
