package io.ttdust.application.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog.State;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The round that is begun while the one before it is put.
class FlushAheadTest {

    private static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);
    private static final int RECORD_BYTES = "{\"n\":0}".length();

    private final StorageFixture storage = new StorageFixture();
    private final StreamDefinition clicks = storage.stream("clicks", 2);

    @Test
    void whileMoreWaitsThanARoundTakesTheNextOneIsBegun() {
        appendSingly(7);
        storage.limitRounds(2L * RECORD_BYTES);

        assertThat(storage.flush().records()).isEqualTo(2);
        assertThat(storage.flushPartitions().isUnderWay()).isTrue();
        assertThat(storage.flushPartitions().flush(List.of()).records())
                .as("what was begun, though nothing is due")
                .isEqualTo(2);
        assertThat(storage.flushPartitions().isUnderWay()).isFalse();
        assertThat(storage.flush().records()).isEqualTo(2);
        assertThat(storage.flush().records()).isEqualTo(1);
        assertThat(storage.flush().records()).isZero();
        assertThat(records()).isEqualTo(7);
    }

    @Test
    void closingDropsTheRoundThatWasBegun() {
        appendSingly(7);
        storage.limitRounds(2L * RECORD_BYTES);
        storage.flush();

        storage.flushPartitions().close();

        assertThat(storage.flushPartitions().isUnderWay()).isFalse();
        assertThat(storage.catalog.dataFiles(State.LIVE)).hasSize(1);
        assertThat(records()).isEqualTo(7);
    }

    @Test
    void whatWasLeftOutComesBeforeMoreOfWhatWasTaken() {
        appendSingly(20);
        storage.append(clicks, 1, 0, 1);
        storage.limitRounds(2L * RECORD_BYTES);

        storage.flush();
        storage.flush();

        assertThat(storage.catalog.dataFiles(State.LIVE))
                .extracting(DataFile::partition)
                .containsOnlyOnce(1)
                .contains(0);
    }

    @Test
    @Tag("F09")
    void whatWasBegunIsDroppedWithTheRoundBeforeIt() {
        for (int failing = 0; failing < 12; failing++) {
            StorageFixture one = new StorageFixture();
            StreamDefinition stream = one.stream("s", 2);
            for (int i = 0; i < 20; i++) {
                one.append(stream, i % 2, i, 1);
            }
            one.limitRounds(2L * RECORD_BYTES);
            for (int i = 0; i < failing / 4; i++) {
                one.flush();
            }
            switch (failing % 4) {
                case 0 -> one.catalog.failNext();
                case 1 -> one.objects.failNextPut();
                case 2 -> one.catalog.failNextCommit();
                default -> one.catalog.loseNextAnswer();
            }
            assertThatThrownBy(one::flush).as("failure %d", failing).isInstanceOf(StorageException.class);
            int rounds = 0;
            while (one.flush().files() > 0) {
                rounds++;
            }
            one.advance(Duration.ofHours(1));
            one.deleteAbandoned();

            assertThat(rounds).as("failure %d", failing).isGreaterThan(3);
            assertThat(one.queryTimeRange.query(stream, ALL, 100, null).records())
                    .as("failure %d", failing)
                    .hasSize(20);
            assertThat(one.log.backlog()).isEmpty();
            assertThat(one.objects.list("streams/", null, 1000))
                    .as("failure %d", failing)
                    .containsExactlyInAnyOrderElementsOf(one.catalog.keys(State.LIVE));
        }
    }

    private void appendSingly(int records) {
        for (int i = 0; i < records; i++) {
            storage.append(clicks, 0, i, 1);
        }
    }

    private int records() {
        return storage.queryTimeRange.query(clicks, ALL, 100, null).records().size();
    }
}
