package io.ttdust.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.health.CheckReadiness;
import io.ttdust.application.health.Lifecycle;
import io.ttdust.application.health.Readiness;
import io.ttdust.application.health.Readiness.Status;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.application.pressure.UnflushedBound;
import io.ttdust.domain.storage.Checkpoint;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlushChecksTest {

    @Test
    @Tag("F27")
    void theNodeIsDegradedWhileOnlySomeStreamsAreRefusedAndNotReadyOnceAllAre() {
        assertThat(readiness(899).status()).isEqualTo(Status.OK);
        assertThat(readiness(900).status()).isEqualTo(Status.DEGRADED);
        assertThat(readiness(999).status()).isEqualTo(Status.DEGRADED);
        assertThat(readiness(1000).status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(readiness(900).components().getFirst().error()).contains("900 bytes", "at most 1000");
    }

    @Test
    @Tag("F20")
    void theNodeIsDegradedWhileFlushingFails() {
        assertThat(flushing(null).status()).isEqualTo(Status.OK);
        assertThat(flushing(new IllegalStateException("the store is away")).status())
                .isEqualTo(Status.DEGRADED);
    }

    private static Readiness readiness(long waiting) {
        return new CheckReadiness(
                        serving(),
                        List.of(new FlushChecks.Backlog(new UnflushedBound(new Waiting(waiting), 1000, 70, 90))),
                        InstantSource.system())
                .check();
    }

    private static Readiness flushing(@Nullable RuntimeException failure) {
        return new CheckReadiness(serving(), List.of(new FlushChecks.Flushing(() -> failure)), InstantSource.system())
                .check();
    }

    private static Lifecycle serving() {
        Lifecycle lifecycle = new Lifecycle();
        lifecycle.serving();
        return lifecycle;
    }

    private record Waiting(long unflushedBytes) implements LogBacklog {

        @Override
        public List<PartitionBacklog> backlog() {
            return List.of();
        }

        @Override
        public void flushed(List<Checkpoint> checkpoints) {
            throw new AssertionError("nothing is flushed here");
        }
    }
}
