package io.ttdust.application.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UnflushedBoundTest {

    private static final StreamId HOT = new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0000L));
    private static final StreamId QUIET = new StreamId(new UUID(0x7000L, 0x8000_0000_0000_0001L));

    private final Waiting waiting = new Waiting();
    private final UnflushedBound bound = new UnflushedBound(waiting, 1000, 70, 90);

    @Test
    void belowTheBoundNobodyIsRefused() {
        waiting.hot = 800;
        bound.observe(waiting.backlog());

        assertThat(bound.refuses(HOT)).isFalse();
        assertThat(bound.isReached()).isFalse();
    }

    @Test
    @Tag("F27")
    void fromTheWarningOnLessIsAskedForAndNothingRefused() {
        waiting.hot = 699;
        assertThat(bound.isNear()).isFalse();
        waiting.hot = 700;
        bound.observe(waiting.backlog());

        assertThat(bound.isNear()).isTrue();
        assertThat(bound.refuses(HOT)).isFalse();
        assertThat(bound.isReached()).isFalse();
    }

    @Test
    @Tag("F27")
    void nearTheBoundOnlyWhoCausesItIsRefused() {
        waiting.hot = 900;
        waiting.quiet = 10;
        bound.observe(waiting.backlog());

        assertThat(bound.refuses(HOT)).isTrue();
        assertThat(bound.refuses(QUIET)).isFalse();
        assertThat(bound.isReached()).isTrue();
        assertThat(bound.isFull()).isFalse();
    }

    @Test
    @Tag("F27")
    void atTheBoundEverybodyIsRefusedAlsoBeforeAnybodyLooked() {
        waiting.hot = 1000;

        assertThat(bound.refuses(HOT)).isTrue();
        assertThat(bound.refuses(QUIET)).isTrue();
        assertThat(bound.isFull()).isTrue();
    }

    @Test
    void itRecoversByItself() {
        waiting.hot = 950;
        bound.observe(waiting.backlog());
        waiting.hot = 100;

        assertThat(bound.refuses(HOT)).isFalse();
    }

    private static final class Waiting implements LogBacklog {

        private long hot;
        private long quiet;

        @Override
        public List<PartitionBacklog> backlog() {
            return List.of(
                    new PartitionBacklog(HOT, 0, 0, 1, hot, 0, false),
                    new PartitionBacklog(QUIET, 0, 0, 1, quiet, 0, false));
        }

        @Override
        public long unflushedBytes() {
            return hot + quiet;
        }

        @Override
        public void flushed(List<Checkpoint> checkpoints) {
            throw new AssertionError("nothing is flushed here");
        }
    }
}
