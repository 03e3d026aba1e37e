package io.ttdust.application.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.health.Readiness.Status;
import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckReadinessTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Lifecycle lifecycle = new Lifecycle();
    private final Switch log = new Switch("log", true);
    private final Switch metadata = new Switch("metadata", false);
    private final CheckReadiness checkReadiness = new CheckReadiness(lifecycle, List.of(log, metadata), clock);

    @Test
    void isUnavailableBeforeAndAfterServing() {
        assertThat(checkReadiness.check().status()).isEqualTo(Status.UNAVAILABLE);
        lifecycle.serving();
        assertThat(checkReadiness.check().status()).isEqualTo(Status.OK);
        lifecycle.draining();
        assertThat(checkReadiness.check().status()).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void isDegradedWithoutWhatItCanDoWithoutAndUnavailableWithoutTheRest() {
        lifecycle.serving();
        metadata.error = "connection refused";
        assertThat(checkReadiness.check().status()).isEqualTo(Status.DEGRADED);

        clock.advance(Duration.ofSeconds(1));
        log.error = "poisoned";

        assertThat(checkReadiness.check().status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(checkReadiness.check().components())
                .extracting(Readiness.Component::error)
                .containsExactly("poisoned", "connection refused");
    }

    @Test
    void asksOnlyOnceASecond() {
        lifecycle.serving();
        checkReadiness.check();
        checkReadiness.check();
        assertThat(log.asked).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        checkReadiness.check();

        assertThat(log.asked).isEqualTo(2);
    }

    private static final class Switch implements ComponentCheck {

        private final String name;
        private final boolean required;
        private @Nullable String error;
        private int asked;

        private Switch(String name, boolean required) {
            this.name = name;
            this.required = required;
        }

        @Override
        public String component() {
            return name;
        }

        @Override
        public boolean required() {
            return required;
        }

        @Override
        public void check() {
            asked++;
            if (error != null) {
                throw new StorageException(error);
            }
        }
    }
}
