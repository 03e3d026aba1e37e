package io.ttdust.adapters.wal;

import static io.ttdust.adapters.wal.SimulatedLog.CLICKS;
import static io.ttdust.adapters.wal.SimulatedLog.ORDERS;
import static io.ttdust.adapters.wal.SimulatedLog.append;
import static io.ttdust.adapters.wal.SimulatedLog.contents;
import static io.ttdust.adapters.wal.SimulatedLog.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.file.SimulatedDisk;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the operator gives up is written down as a gap for ever; everything else is kept.
@Timeout(120)
@Tag("F04")
class AcceptedLossTest extends ThreeSegments {

    private static final long FAR = 1 << 24;

    /// The commit with CLICKS 1 and 2.
    private static final long SECOND = 2 * BLOCK;

    @Test
    void aDamagedCommitIsLeftOutAndTheLogGoesOnBehindIt() throws Exception {
        damage(segments.getFirst(), (int) SECOND + 100);
        logs.acceptLossAt = Set.of(SECOND);

        FileRecordLog log = logs.open();

        assertThat(log.recovery().lost())
                .containsExactly(new Hole(Hole.Cause.ACCEPTED, SECOND, 3 * BLOCK, logs.micros.get()));
        assertThat(offsets(log, CLICKS)).containsExactly(0L, 3L);
        assertThat(offsets(log, ORDERS)).hasSize(14);
        assertThat(log.afterLoss(CLICKS, 0, 0)).isZero();
        assertThat(log.afterLoss(CLICKS, 0, 1)).isEqualTo(3);
        assertThat(log.afterLoss(CLICKS, 0, 2)).isEqualTo(3);
        assertThat(append(log, CLICKS, "e").firstOffset()).isEqualTo(4);
        assertThat(append(log, ORDERS, "p").firstOffset()).isEqualTo(14);
    }

    @Test
    void laterStartsNeedNoLeaveAndFindTheSame() throws Exception {
        damage(segments.getFirst(), (int) SECOND + 100);
        logs.acceptLossAt = Set.of(SECOND);
        append(logs.open(), CLICKS, "e");
        logs.kill();
        logs.acceptLossAt = Set.of();

        FileRecordLog log = logs.open();

        assertThat(log.recovery().lost()).isEmpty();
        assertThat(log.losses().holes()).hasSize(1);
        assertThat(offsets(log, CLICKS)).containsExactly(0L, 3L, 4L);
        assertThat(log.afterLoss(CLICKS, 0, 1)).isEqualTo(3);
        logs.kill();
        logs.acceptLossAt = Set.of(SECOND); // a command line that nobody has tidied up
        assertThat(logs.open().recovery().lost()).isEmpty();
    }

    @Test
    void aPartitionOfWhichNothingComesBehindTheHoleSkipsOffsetsNobodyCanHaveSeen() throws Exception {
        damage(segments.getFirst(), 3 * BLOCK + 100); // the last commit of CLICKS
        logs.acceptLossAt = Set.of(3L * BLOCK);
        logs.micros.set(CLICKS.unixMillis() * 1_000 + 1);

        FileRecordLog log = logs.open();

        assertThat(append(log, CLICKS, "e").firstOffset()).isEqualTo(3 + FAR);
        assertThat(append(log, ORDERS, "p").firstOffset()).isEqualTo(14);
        StreamId unseen = new StreamId(new UUID(CLICKS.uuid().getMostSignificantBits(), 0x8000_0000_0000_0077L));
        assertThat(append(log, unseen, "u").firstOffset())
                .as("its only records may have been lost")
                .isEqualTo(FAR);
        long later = (logs.micros.get() / 1000 + 1) << 16 | 0x7000;
        StreamId young = new StreamId(new UUID(later, 0x8000_0000_0000_0077L));
        assertThat(append(log, young, "y").firstOffset()).isZero();
        logs.kill();
        logs.acceptLossAt = Set.of();
        log = logs.open();
        assertThat(offsets(log, CLICKS)).containsExactly(0L, 1L, 2L, 3 + FAR);
        assertThat(append(log, CLICKS, "f").firstOffset()).isEqualTo(4 + FAR);
        assertThat(append(log, unseen, "v").firstOffset()).isEqualTo(FAR + 1);
    }

    @Test
    void aWholeSegmentCanBeGivenUp() throws Exception {
        for (String segment : segments.subList(0, 2)) {
            logs.switchTo(whole.copy());
            logs.disk.remove(segment);
            long at = damageAt();
            logs.acceptLossAt = Set.of(at);
            FileRecordLog log = logs.open();
            long last = append(log, ORDERS, "p").firstOffset();
            assertThat(last).as(segment).isEqualTo(14);
            List<Long> left = offsets(log, ORDERS);
            assertThat(left).hasSizeLessThan(15).endsWith(12L, 13L, 14L);
            assertThat(log.afterLoss(ORDERS, 0, 13 - left.size() + 1)).isPositive();
            logs.kill();
            logs.acceptLossAt = Set.of();
            assertThat(offsets(logs.open(), ORDERS)).isEqualTo(left);
        }
    }

    @Test
    void aBrokenHeaderCostsNoCommitOfItsSegment() throws Exception {
        for (String segment : segments.subList(1, 3)) {
            damage(segment, 60);
            logs.acceptLossAt = Set.of(damageAt());
            FileRecordLog log = logs.open();
            assertThat(offsets(log, ORDERS)).as(segment).hasSize(14);
            assertThat(append(log, ORDERS, "p").firstOffset()).isEqualTo(14);
            logs.flush(log, ORDERS, 14);
            logs.flush(log, CLICKS, 4);
            logs.kill();
            logs.acceptLossAt = Set.of();
            assertThat(offsets(logs.open(), ORDERS)).endsWith(14L);
            logs.flushed = List.of();
        }
    }

    @Test
    void severalPlacesAreGivenUpAtOnceOrNoneIs() throws Exception {
        damage(segments.getFirst(), (int) SECOND + 100);
        byte[] bytes = logs.disk.bytes(segments.get(1));
        bytes[BLOCK + 100] ^= 1;
        logs.disk.put(segments.get(1), bytes);
        Map<String, ByteBuffer> before = contents(logs.disk);
        logs.acceptLossAt = Set.of(SECOND);

        long second = damageAt();

        assertThat(contents(logs.disk)).isEqualTo(before);
        assertThat(second).isEqualTo(SimulatedLog.SEGMENT_BYTES + BLOCK);
        logs.acceptLossAt = Set.of(SECOND, second);
        FileRecordLog log = logs.open();
        assertThat(log.recovery().lost()).hasSize(2);
        assertThat(offsets(log, CLICKS)).containsExactly(0L, 3L);
        assertThat(offsets(log, ORDERS)).hasSize(13).endsWith(13L);
    }

    @Test
    void onlyWhatIsMissingCanBeGivenUp() {
        logs.switchTo(whole.copy());
        logs.acceptLossAt = Set.of(SECOND);
        Map<String, ByteBuffer> before = contents(logs.disk);
        assertThatThrownBy(logs::open)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing is missing at LSN " + SECOND)
                .hasMessageContaining("nothing was changed");
        assertThat(contents(logs.disk)).isEqualTo(before);
    }

    @Test
    void anEndThatOnlyMetadataKnowsOfCanBeGivenUp() throws Exception {
        logs.switchTo(whole.copy());
        long far = 5L * SimulatedLog.SEGMENT_BYTES;
        logs.flushed = List.of(new Checkpoint(ORDERS, 0, 40, 0, far));
        long at = damageAt();
        logs.acceptLossAt = Set.of(at);

        FileRecordLog log = logs.open();

        assertThat(append(log, ORDERS, "p").firstOffset()).isEqualTo(40 + FAR);
        assertThat(append(log, CLICKS, "e").firstOffset()).isEqualTo(4 + FAR);
        assertThat(log.horizon().endLsn()).as("no LSN is given twice").isGreaterThan(far);
        logs.kill();
        logs.acceptLossAt = Set.of();
        assertThat(append(logs.open(), ORDERS, "q").firstOffset()).isEqualTo(41 + FAR);
    }

    /// The offsets missing of the partition are no gap then, since their records lie in files.
    @Test
    void aHoleBeforeWhatWasFlushedIsGoneOverAtEveryLaterStart() throws Exception {
        damage(segments.getFirst(), (int) SECOND + 100);
        logs.flushed = List.of(new Checkpoint(CLICKS, 0, 4, 0, 0));
        logs.acceptLossAt = Set.of(SECOND);
        assertThat(logs.open().recovery().lost()).hasSize(1);
        logs.kill();
        logs.acceptLossAt = Set.of();

        FileRecordLog log = logs.open();

        assertThat(log.recovery().lost()).isEmpty();
        assertThat(append(log, CLICKS, "e").firstOffset()).isEqualTo(4);
    }

    @Test
    void whatLiesBehindAGapIsFlushedAndReleased() throws Exception {
        damage(segments.getFirst(), 3 * BLOCK + 100);
        logs.acceptLossAt = Set.of(3L * BLOCK);
        FileRecordLog log = logs.open();

        assertThat(log.backlog()).allSatisfy(one -> assertThat(one.endOffset()).isLessThan(FAR));
        logs.flush(log, CLICKS, 3);
        logs.flush(log, ORDERS, 14);

        assertThat(log.backlog()).isEmpty();
        assertThat(log.unflushedBytes()).isZero();
        assertThat(segments(logs.disk)).hasSize(1);
        append(log, CLICKS, "e");
        assertThat(log.afterLoss(CLICKS, 0, 3)).isGreaterThanOrEqualTo(FAR);
        assertThat(log.backlog())
                .as("a flush goes on where the catalogue's checkpoint stands")
                .singleElement()
                .satisfies(one -> assertThat(one.firstOffset()).isEqualTo(3));
    }

    @Test
    void killedAnywhereItIsDoneAgainWithTheSameResult() throws Exception {
        damage(segments.getFirst(), 3 * BLOCK + 100);
        SimulatedDisk damaged = logs.disk.copy();
        logs.acceptLossAt = Set.of(3L * BLOCK);
        for (int way = 0; way < 3; way++) {
            int points = 1;
            while (!opensUntil(damaged.copy(), points)) {
                crash(way, points);
                FileRecordLog log = logs.open();
                assertThat(offsets(log, CLICKS)).containsExactly(0L, 1L, 2L);
                assertThat(append(log, CLICKS, "e").firstOffset())
                        .as("way %d, operation %d", way, points)
                        .isEqualTo(3 + FAR);
                logs.kill();
                assertThat(logs.open().losses().holes()).hasSize(1);
                points++;
            }
            assertThat(points).isGreaterThan(10);
        }
    }

    /// Also where nothing comes behind the loss that would show that it was passed over.
    @Test
    void aLostEndOnceWrittenDownNeedsNoLeaveAgain() throws Exception {
        SimulatedDisk cut = whole.copy();
        logs.flushed = List.of(new Checkpoint(ORDERS, 0, 40, 0, 5L * SimulatedLog.SEGMENT_BYTES));
        logs.switchTo(cut.copy());
        Set<Long> leave = Set.of(damageAt());
        logs.acceptLossAt = leave;
        int without = 0;
        for (int point = 1; !opensUntil(cut.copy(), point); point++) {
            crash(0, point);
            boolean written = logs.disk.names().contains("losses");
            logs.acceptLossAt = written ? Set.of() : leave;
            FileRecordLog log = logs.open();
            assertThat(append(log, ORDERS, "p").firstOffset())
                    .as("operation %d", point)
                    .isEqualTo(40 + FAR);
            logs.acceptLossAt = leave;
            without += written ? 1 : 0;
        }
        assertThat(without).isPositive();
    }

    private boolean opensUntil(SimulatedDisk disk, int operation) {
        logs.switchTo(disk);
        disk.killAtOperation(operation);
        try {
            logs.open();
        } catch (IOException | StorageException e) {
            return false;
        }
        return !disk.isKilled();
    }

    private void crash(int way, int operation) {
        switch (way) {
            case 0 -> logs.disk.killProcess();
            case 1 -> logs.disk.cutPowerLosingAll();
            default -> logs.disk.cutPower(new SplittableRandom(operation));
        }
        logs.close();
    }

    /// Where a refused start says that the damage is.
    private long damageAt() throws Exception {
        try {
            logs.open();
        } catch (DamagedLogException e) {
            String message = String.valueOf(e.getMessage());
            String rest = message.substring(message.indexOf("--accept-loss-at ") + "--accept-loss-at ".length());
            return Long.parseLong(rest.substring(0, rest.indexOf(';')));
        }
        throw new AssertionError("the log opened");
    }

    private static List<Long> offsets(FileRecordLog log, StreamId stream) {
        List<Long> offsets = new ArrayList<>();
        log.read(stream, 0, 0, log.horizon(), batch -> {
            for (int i = 0; i < batch.records().size(); i++) {
                offsets.add(batch.firstOffset() + i);
            }
            return true;
        });
        return offsets;
    }
}
