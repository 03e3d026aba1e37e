package io.ttdust.application.flush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.ingest.IdempotencyKeys;
import io.ttdust.application.ingest.RestoreKeys;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.InMemoryDataFileCatalog.State;
import io.ttdust.application.port.log.Horizon;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.log.LogReader;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.record.StreamRecord;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.EventTimes;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlushPartitionsTest {

    private static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);

    private final StorageFixture storage = new StorageFixture();
    private final StreamDefinition clicks = storage.stream("clicks", 2);

    @Test
    void whatWasAppendedLiesInOneFileAndNoLongerInTheLog() {
        storage.append(clicks, 0, 0, 3);
        storage.append(clicks, 0, 3, 2);

        FlushReport report = storage.flush();

        assertThat(report.files()).isEqualTo(1);
        assertThat(report.records()).isEqualTo(5);
        DataFile file = storage.catalog.dataFiles(State.LIVE).getFirst();
        assertThat(file.firstOffset()).isZero();
        assertThat(file.lastOffset()).isEqualTo(4);
        assertThat(file.key())
                .startsWith("streams/clicks/year=2026/month=01/day=01/hour=00/p0000-"
                        + "00000000000000000000-00000000000000000004-")
                .endsWith(".parquet");
        assertThat(file.bytes()).isEqualTo(report.bytes());
        assertThat(file.payloadBytes()).isEqualTo(5L * "{\"n\":0}".length());
        assertThat(storage.log.backlog()).isEmpty();
        assertThat(storage.log.unflushedBytes()).isZero();
        assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void theCheckpointSaysHowFarFilesReach() {
        storage.append(clicks, 1, 0, 3);
        storage.flush();

        Checkpoint checkpoint = storage.catalog.checkpoints().getFirst();

        assertThat(checkpoint.partition()).isEqualTo(1);
        assertThat(checkpoint.offset()).isEqualTo(3);
        assertThat(checkpoint.throughMicros())
                .isEqualTo(storage.catalog.dataFiles(State.LIVE).getFirst().lastMicros());
        assertThat(checkpoint.lsn()).isPositive();
    }

    @Test
    void aFileHoldsOneHourOnePartitionAndOneSchemaVersion() {
        storage.append(clicks, 0, 0, 1);
        storage.append(clicks, 1, 1, 1);
        storage.advance(Duration.ofHours(1));
        storage.append(clicks, 0, 2, 1);
        storage.flush();

        assertThat(storage.catalog.dataFiles(State.LIVE))
                .extracting(file -> file.partition() + " " + file.hour().path() + " " + file.rows())
                .containsExactlyInAnyOrder(
                        "0 year=2026/month=01/day=01/hour=00 1",
                        "1 year=2026/month=01/day=01/hour=00 1",
                        "0 year=2026/month=01/day=01/hour=01 1");
    }

    @Test
    void aRoundEndsByItsBytesAndTheNextGoesOnThere() {
        for (int i = 0; i < 10; i++) {
            storage.append(clicks, 0, i, 1);
        }
        storage.limitRounds(3L * "{\"n\":0}".length());

        assertThat(storage.flush().records()).isEqualTo(3);
        assertThat(storage.flush().records()).isEqualTo(3);
        assertThat(storage.flush().records()).isEqualTo(3);
        assertThat(storage.flush().records()).isEqualTo(1);
        assertThat(storage.flush().records()).isZero();
        assertThat(storage.catalog.dataFiles(State.LIVE)).hasSize(4);
        assertThat(offsets()).hasSize(10);
    }

    @Test
    void eventTimesAreKnownOfAFile() {
        RecordAttributes early = new RecordAttributes(null, null, Map.of(), -5);
        RecordAttributes late = new RecordAttributes(null, null, Map.of(), 7);
        storage.append(
                clicks,
                0,
                RecordBatch.builder(3, 6)
                        .add("{}".getBytes(UTF_8), late)
                        .add("{}".getBytes(UTF_8))
                        .add("{}".getBytes(UTF_8), early)
                        .build());
        storage.flush();

        assertThat(storage.catalog.dataFiles(State.LIVE).getFirst().eventTimes())
                .isEqualTo(new EventTimes(-5, 7));
    }

    @Test
    @Tag("F09")
    void aCommitThatTookPlaceAndDidNotSaySoIsAskedForAgain() {
        storage.append(clicks, 0, 0, 3);
        storage.catalog.loseNextAnswer();

        assertThatThrownBy(storage::flush).isInstanceOf(StorageException.class);
        storage.append(clicks, 0, 3, 1);
        FlushReport again = storage.flush();

        assertThat(again.records()).isEqualTo(3);
        assertThat(storage.flush().records()).isEqualTo(1);
        assertThat(storage.catalog.dataFiles(State.LIVE)).hasSize(2);
        assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    @Tag("F09")
    void whateverStepFailsNothingIsLostOrDoubledAndNoObjectIsLeft() {
        for (int failing = 0; failing < 14; failing++) {
            StorageFixture one = new StorageFixture();
            StreamDefinition stream = one.stream("s", 1);
            one.append(stream, 0, 0, 3);
            switch (failing / 2) {
                case 0 -> one.catalog.failNext();
                case 1 -> one.objects.failNextPut();
                case 2 -> one.objects.loseNextAnswer();
                case 3 -> one.catalog.failNextCommit();
                case 4 -> one.catalog.loseNextAnswer();
                case 5 -> one.streams.goAway();
                default -> one.schemas.goAway();
            }
            assertThatThrownBy(one::flush).as("failure %d", failing).isInstanceOf(StorageException.class);
            one.streams.comeBack();
            one.schemas.comeBack();
            if (failing % 2 == 0) {
                one.restart();
            }
            one.flush();
            one.append(stream, 0, 3, 1);
            one.flush();
            one.advance(Duration.ofHours(1));
            one.deleteAbandoned();

            Page page = one.queryTimeRange.query(stream, ALL, 100, null);
            assertThat(page.records()).as("failure %d", failing).hasSize(4);
            assertThat(one.objects.list("streams/", null, 1000))
                    .as("failure %d", failing)
                    .containsExactlyInAnyOrderElementsOf(one.catalog.keys(State.LIVE));
        }
    }

    @Test
    @Tag("F07")
    void whatAFailedPutLeavesBehindIsDeletedAtOnceAndDoesNotPileUp() {
        storage.append(clicks, 0, 0, 3);
        storage.append(clicks, 1, 0, 3);
        for (int i = 0; i < 5; i++) {
            storage.objects.loseNextAnswer();
            assertThatThrownBy(storage::flush).isInstanceOf(StorageException.class);
            storage.deleteAbandoned();
            assertThat(storage.objects.list("", null, 100)).isEmpty();
        }
        storage.flush();

        assertThat(storage.catalog.dataFiles(State.LIVE)).hasSize(2);
    }

    @Test
    @Tag("F04")
    void whatWasReadBeforeADamagedFrameStillComesIntoFiles() {
        storage.append(clicks, 0, 0, 3);
        storage.append(clicks, 0, 3, 3);
        storage.append(clicks, 1, 0, 2);

        FlushReport report = storage.flushOver(new DamagedLog(storage.log, clicks.id(), 3));

        assertThat(report.records()).isEqualTo(5);
        assertThat(report.failures()).hasSize(1);
        assertThat(storage.catalog.checkpoints()).extracting(Checkpoint::offset).containsExactlyInAnyOrder(3L, 2L);
    }

    @Test
    @Tag("F04")
    void aDamagedFrameAndAFileThatCannotBeEndedDoNotHoldUpTheOthers() {
        storage.append(clicks, 0, 0, 3);
        storage.append(clicks, 0, 3, 3);
        storage.append(clicks, 1, 0, 2);
        storage.format.failFinishOf(0);

        FlushReport report = storage.flushOver(new DamagedLog(storage.log, clicks.id(), 3));

        assertThat(report.records()).isEqualTo(2);
        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("checksum"));
        assertThat(storage.catalog.checkpoints())
                .singleElement()
                .extracting(Checkpoint::partition, Checkpoint::offset)
                .containsExactly(1, 2L);
    }

    @Test
    @Tag("F14")
    void aStartThatWasSucceededCommitsNothing() {
        storage.append(clicks, 0, 0, 3);
        storage.nodes.open("n1", new UUID(1, 2));

        assertThatThrownBy(storage::flush)
                .isInstanceOf(SupersededException.class)
                .hasMessageContaining("started again");
        assertThat(storage.catalog.dataFiles(State.LIVE)).isEmpty();
        assertThat(storage.catalog.checkpoints()).isEmpty();
    }

    @Test
    void aPartitionThatCannotBeFlushedDoesNotHoldUpTheOthers() {
        StreamId unknown = new StreamId(UuidV7.of(1, new Random(9)));
        assertThat(storage.log.append(
                        unknown,
                        0,
                        1,
                        RecordBatch.builder(1, 2).add("{}".getBytes(UTF_8)).build()))
                .isCompleted();
        storage.append(clicks, 0, 0, 3);

        FlushReport report = storage.flush();

        assertThat(report.records()).isEqualTo(3);
        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining(unknown.toString()));
        assertThat(storage.log.backlog()).hasSize(1);
    }

    @Test
    @Tag("F09")
    void keysOfFlushedRecordsOutliveTheLog() {
        storage.appendKeyed(clicks, "k1");
        storage.appendKeyed(clicks, "k2");
        storage.append(clicks, 0, 0, 1);
        storage.flush();
        storage.appendKeyed(clicks, "k3");
        storage.flush();

        IdempotencyKeys restored = new IdempotencyKeys(storage.clock, 100);
        new RestoreKeys(storage.catalog, storage.objects, storage.clock).into(restored);

        assertThat(restored.size()).isEqualTo(3);
    }

    @Test
    void keyFilesGoWhenTheirNewestKeyIsADayOld() {
        storage.appendKeyed(clicks, "k1");
        storage.flush();
        storage.advance(Duration.ofHours(25));
        storage.deleteAbandoned();

        assertThat(storage.objects.list("_system/keys/", null, 10)).isEmpty();
        IdempotencyKeys restored = new IdempotencyKeys(storage.clock, 100);
        new RestoreKeys(storage.catalog, storage.objects, storage.clock).into(restored);
        assertThat(restored.size()).isZero();
    }

    @Test
    void aKeyFileThatIsNeededAndCannotBeReadStopsTheStart() {
        storage.appendKeyed(clicks, "k1");
        storage.flush();
        List<String> keys = storage.objects.list("_system/keys/", null, 10);
        storage.objects.delete(keys.getFirst());

        assertThatThrownBy(() -> new RestoreKeys(storage.catalog, storage.objects, storage.clock)
                        .into(new IdempotencyKeys(storage.clock, 100)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(keys.getFirst());
    }

    /// A log of which one frame of partition 0 cannot be read any more.
    private record DamagedLog(LogReader log, StreamId stream, long offset) implements LogReader {

        @Override
        public Horizon horizon() {
            return log.horizon();
        }

        @Override
        public LogPin pin() {
            return log.pin();
        }

        @Override
        public long firstOffsetAt(StreamId of, int partition, long receiveMicros) {
            return log.firstOffsetAt(of, partition, receiveMicros);
        }

        @Override
        public void read(StreamId of, int partition, long from, Horizon upTo, Predicate<LoggedBatch> reader) {
            log.read(of, partition, from, upTo, batch -> {
                if (of.equals(stream) && partition == 0 && batch.firstOffset() == offset) {
                    throw new StorageException("the frame does not have its checksum");
                }
                return reader.test(batch);
            });
        }

        @Override
        public long afterLoss(StreamId of, int partition, long from) {
            return log.afterLoss(of, partition, from);
        }
    }

    private List<Long> offsets() {
        return storage.queryTimeRange.query(clicks, ALL, 100, null).records().stream()
                .map(StreamRecord::offset)
                .toList();
    }
}
