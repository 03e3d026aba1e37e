package io.ttdust.adapters.telemetry.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.port.access.ApiKeyRepositoryContract;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import org.junit.jupiter.api.AfterEach;

/// The decorator keeps the contract of what it decorates, and misses no call.
class MeteredApiKeyRepositoryTest extends ApiKeyRepositoryContract {

    private final Timer timer = new SimpleMeterRegistry().timer("t");

    @Override
    protected ApiKeyRepository fresh() {
        return new MeteredApiKeyRepository(new InMemoryApiKeyRepository(), timer);
    }

    @Override
    protected ApiKeyRepository away() {
        InMemoryApiKeyRepository behind = new InMemoryApiKeyRepository();
        behind.goAway();
        return new MeteredApiKeyRepository(behind, timer);
    }

    @AfterEach
    void everyTestWasTimed() {
        assertThat(timer.count()).isPositive();
    }
}
