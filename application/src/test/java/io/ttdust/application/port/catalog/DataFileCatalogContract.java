package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.EventTimes;
import io.ttdust.domain.storage.HourPartition;
import io.ttdust.domain.storage.KeyFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [DataFileCatalog] promises. An adapter's test extends this and supplies the store.
public abstract class DataFileCatalogContract extends DataFileCatalogFencingContract {

    private static final int PARTITIONS = 1000;

    @Test
    void givesBackFilesAndCheckpointsAsTheyWereCommitted() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        long far = Long.MAX_VALUE - 10;
        DataFile plain = new DataFile(
                CLICKS,
                3,
                HourPartition.of(BASE),
                "streams/clicks/ü 1.parquet",
                7,
                0,
                far,
                BASE,
                BASE + HOUR - 1,
                EventTimes.NONE,
                0,
                1);
        DataFile rich = new DataFile(
                ORDERS,
                0,
                HourPartition.of(-1),
                "streams/orders/2.parquet",
                1,
                5,
                6,
                -1,
                -1,
                new EventTimes(-62_135_596_800_000_000L, 253_402_300_799_999_999L),
                1L << 50,
                1L << 40);
        List<FlushCommit.Advance> advances = List.of(
                new FlushCommit.Advance(0, new Checkpoint(CLICKS, 3, far + 1, BASE + HOUR - 1, Long.MAX_VALUE)),
                new FlushCommit.Advance(0, new Checkpoint(ORDERS, 0, 7, -1, 0)));
        FlushCommit flush = new FlushCommit(List.of(plain, rich), List.of(), advances);

        assertThat(addPending(catalog, owner, flush)).isTrue();
        assertThat(catalog.commit(owner, flush)).isTrue();

        assertThat(catalog.find(CLICKS, BASE, BASE + HOUR, 10).files()).containsExactly(plain);
        assertThat(catalog.locate(ORDERS, 0, 6).files()).containsExactly(rich);
        assertThat(catalog.checkpoints())
                .containsExactlyInAnyOrder(
                        advances.getFirst().to(), advances.getLast().to());
    }

    @Test
    void showsNothingThatIsOnlyPending() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();

        catalog.addPending(owner, List.of(file(CLICKS, 0, 0, 9)), List.of(keyFile(1, BASE)), DEADLINE);

        assertThat(all(catalog)).isEmpty();
        assertThat(catalog.locate(CLICKS, 0, 0).files()).isEmpty();
        assertThat(catalog.keyFiles(0)).isEmpty();
        assertThat(catalog.checkpoints()).isEmpty();
    }

    @Test
    void commitsManyPartitionsAtOnce() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit flush = flush(IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> file(CLICKS, partition, 0, 9))
                .toArray(DataFile[]::new));

        commit(catalog, owner, flush);

        assertThat(all(catalog)).isEqualTo(flush.files());
        assertThat(catalog.checkpoints()).hasSize(PARTITIONS);
    }

    @Test
    void commitsSeveralFilesOfOnePartitionAtOnce() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit flush = flush(
                file(CLICKS, 0, 0, 9, BASE, BASE + 5),
                file(CLICKS, 0, 10, 10, BASE + 5, BASE + 5),
                file(CLICKS, 0, 11, 19, BASE + HOUR, BASE + HOUR));

        commit(catalog, owner, flush);

        assertThat(all(catalog)).isEqualTo(flush.files());
        assertThat(catalog.find(CLICKS, BASE, BASE + 1, 10).flushedOffset(0)).isEqualTo(20);
    }

    @Test
    @Tag("F20")
    void answersTheSameWhenAskedAgain() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit first = withKeys(flush(file(CLICKS, 0, 0, 9)), keyFile(1, BASE));
        commit(catalog, owner, first);
        FlushCommit second = committed(catalog, owner, file(CLICKS, 0, 10, 19));

        assertThat(catalog.commit(owner, first)).isTrue();
        assertThat(catalog.commit(owner, second)).isTrue();
        assertThat(catalog.checkpoints())
                .containsExactly(second.advances().getFirst().to());

        open();
        assertThat(catalog.commit(owner, first)).isTrue();
        catalog.forget(catalog.abandon(open(), NOW, Long.MAX_VALUE));
        assertThat(catalog.keyFiles(0)).isEmpty();
        assertThat(catalog.commit(owner, first)).isTrue();
    }

    @Test
    @Tag("F09")
    void whatTheOwnerGaveUpIsNeverCommittedAndMayBeDeleted() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit kept = committed(catalog, owner, file(CLICKS, 0, 0, 9));
        FlushCommit gone = withKeys(flush(file(CLICKS, 1, 0, 9)), keyFile(1, BASE));
        catalog.addPending(owner, gone.files(), gone.keyFiles(), DEADLINE);
        List<String> keys = List.of(
                gone.files().getFirst().key(),
                gone.keyFiles().getFirst().key(),
                kept.files().getFirst().key());

        catalog.giveUp(owner, keys);

        assertThat(catalog.commit(owner, gone)).isFalse();
        assertThat(catalog.abandon(owner, DEADLINE.minusSeconds(1), 0))
                .containsExactlyInAnyOrderElementsOf(keys.subList(0, 2));
        assertThat(all(catalog)).isEqualTo(kept.files());
    }

    @Test
    void commitsNothingOfAFlushWithAFileThatIsNotPending() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit flush = withKeys(flush(file(CLICKS, 0, 0, 9), file(CLICKS, 1, 0, 9)), keyFile(1, BASE));
        catalog.addPending(owner, flush.files().subList(0, 1), flush.keyFiles(), DEADLINE);

        assertThat(catalog.commit(owner, flush)).isFalse();
        assertThat(catalog.commit(owner, flush)).isFalse();

        assertThat(all(catalog)).isEmpty();
        assertThat(catalog.keyFiles(0)).isEmpty();
        assertThat(catalog.checkpoints()).isEmpty();
    }

    @Test
    void commitsNothingOfAFlushWithAKeyFileThatIsNotPending() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit flush = withKeys(flush(file(CLICKS, 0, 0, 9)), keyFile(1, BASE), keyFile(2, BASE));
        catalog.addPending(owner, flush.files(), flush.keyFiles().subList(0, 1), DEADLINE);

        assertThat(catalog.commit(owner, flush)).isFalse();

        assertThat(all(catalog)).isEmpty();
        assertThat(catalog.keyFiles(0)).isEmpty();
        assertThat(catalog.checkpoints()).isEmpty();
    }

    @Test
    @Tag("F09")
    void commitsNothingOfAFlushOfWhichOneCheckpointIsNotWhereItWas() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit first = committed(catalog, owner, file(CLICKS, 1, 0, 9));
        FlushCommit again = flush(file(CLICKS, 0, 0, 9), file(CLICKS, 1, 0, 9), file(CLICKS, 2, 0, 9));
        FlushCommit ahead = flush(file(CLICKS, 0, 0, 9), file(CLICKS, 1, 11, 19));

        assertThat(addPending(catalog, owner, again)).isTrue();
        assertThat(catalog.commit(owner, again)).isFalse();
        assertThat(addPending(catalog, owner, ahead)).isTrue();
        assertThat(catalog.commit(owner, ahead)).isFalse();
        assertThat(catalog.commit(owner, again)).isFalse();

        assertThat(all(catalog)).isEqualTo(first.files());
        assertThat(catalog.checkpoints())
                .containsExactly(first.advances().getFirst().to());
    }

    @Test
    void neverCommitsOneFileTwice() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        DataFile file = file(CLICKS, 0, 0, 9);
        committed(catalog, owner, file);
        FlushCommit mixed = flush(file, file(CLICKS, 1, 0, 9));
        catalog.addPending(owner, mixed.files().subList(1, 2), List.of(), DEADLINE);

        assertThat(catalog.commit(owner, mixed)).isFalse();

        assertThat(all(catalog)).containsExactly(file);
        assertThat(catalog.checkpoints()).hasSize(1);
    }

    @Test
    void refusesKeysThatWereUsedBeforeAndNotesNothing() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        DataFile used = file(CLICKS, 0, 0, 9);
        KeyFile usedKeys = keyFile(1, BASE);
        catalog.addPending(owner, List.of(used), List.of(usedKeys), DEADLINE);
        FlushCommit fine = flush(file(CLICKS, 1, 0, 9));

        assertThatThrownBy(() -> catalog.addPending(owner, List.of(fine.files().getFirst(), used), List.of(), DEADLINE))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.addPending(owner, fine.files(), List.of(usedKeys), DEADLINE))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.addPending(
                        owner, List.of(fine.files().getFirst(), fine.files().getFirst()), List.of(), DEADLINE))
                .isInstanceOf(StorageException.class);

        assertThat(catalog.commit(owner, fine)).isFalse();
        assertThat(addPending(catalog, owner, fine)).isTrue();
        assertThat(catalog.commit(owner, fine)).isTrue();
    }

    @Test
    void findsFilesOfASpanInTheOrderOfTimeAndPartition() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        DataFile a = file(CLICKS, 1, 0, 9, BASE, BASE + HOUR - 1);
        DataFile b = file(CLICKS, 0, 0, 9, BASE + 1, BASE + 1);
        DataFile c = file(CLICKS, 2, 0, 9, BASE + 1, BASE + 1);
        DataFile d = file(CLICKS, 0, 10, 19, BASE + HOUR, BASE + HOUR + 5);
        DataFile e = file(CLICKS, 1, 10, 19, BASE + HOUR + 5, BASE + HOUR + 6);
        DataFile f = file(CLICKS, 1, 20, 29, BASE + 2 * HOUR, BASE + 2 * HOUR);
        DataFile elsewhere = file(ORDERS, 0, 0, 9, BASE, BASE);
        commit(catalog, owner, flush(f, c, elsewhere, e, a, d, b));

        assertThat(all(catalog)).containsExactly(a, b, c, d, e, f);
        assertThat(catalog.find(CLICKS, BASE, BASE + 2 * HOUR + 1, 3).files()).containsExactly(a, b, c);
        assertThat(catalog.find(CLICKS, BASE + HOUR, BASE + 2 * HOUR, 10).files())
                .containsExactly(d, e);
        // What lies in the span must be there; what lies beside it, but in one of its hours, may be.
        assertThat(catalog.find(CLICKS, BASE + 1, BASE + 2, 10).files())
                .containsSubsequence(a, b, c)
                .isSubsetOf(a, b, c);
        assertThat(catalog.find(CLICKS, BASE + HOUR - 1, BASE + HOUR + 1, 10).files())
                .containsSubsequence(a, d)
                .isSubsetOf(a, b, c, d, e);
        assertThat(catalog.find(CLICKS, BASE - HOUR, BASE, 10).files()).isEmpty();
        assertThat(catalog.find(CLICKS, BASE + 3 * HOUR, BASE + 4 * HOUR, 10).files())
                .isEmpty();
        assertThat(catalog.find(CLICKS, BASE, BASE, 10).files()).isEmpty();
    }

    @Test
    void tellsTheCheckpointsOfAllPartitionsOfTheStreamWithTheFiles() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit flush = flush(file(CLICKS, 0, 0, 9), file(CLICKS, 1, 0, 4), file(ORDERS, 2, 0, 9));
        commit(catalog, owner, flush);

        StreamFiles none = catalog.find(CLICKS, BASE - HOUR, BASE, 1);

        assertThat(none.files()).isEmpty();
        assertThat(none.checkpoints())
                .containsExactlyInAnyOrder(
                        flush.advances().get(0).to(), flush.advances().get(1).to());
        assertThat(none.flushedOffset(1)).isEqualTo(5);
        assertThat(none.flushedOffset(2)).isZero();
        assertThat(catalog.find(CLICKS, BASE, BASE + 1, 1).checkpoints())
                .containsExactlyInAnyOrderElementsOf(none.checkpoints());
    }

    @Test
    void refusesALimitOutsideItsBounds() {
        DataFileCatalog catalog = fresh();

        assertThatIllegalArgumentException().isThrownBy(() -> catalog.find(CLICKS, 0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> catalog.find(CLICKS, 0, 1, 10_001));
    }

    @Test
    void locatesTheFileOfAnOffset() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        DataFile first = file(CLICKS, 0, 5, 9);
        DataFile second = file(CLICKS, 0, 10, 10);
        DataFile afterGap = file(CLICKS, 0, 20, 29);
        DataFile other = file(CLICKS, 1, 0, 99);
        FlushCommit flush = flush(0, first, second, afterGap, other);
        commit(catalog, owner, flush);

        assertThat(catalog.locate(CLICKS, 0, 4).files()).isEmpty();
        assertThat(catalog.locate(CLICKS, 0, 5).files()).containsExactly(first);
        assertThat(catalog.locate(CLICKS, 0, 9).files()).containsExactly(first);
        assertThat(catalog.locate(CLICKS, 0, 10).files()).containsExactly(second);
        assertThat(catalog.locate(CLICKS, 0, 11).files()).isEmpty();
        assertThat(catalog.locate(CLICKS, 0, 19).files()).isEmpty();
        assertThat(catalog.locate(CLICKS, 0, 20).files()).containsExactly(afterGap);
        assertThat(catalog.locate(CLICKS, 0, 30).files()).isEmpty();
        assertThat(catalog.locate(CLICKS, 0, 30).checkpoints())
                .containsExactly(flush.advances().getFirst().to());
        assertThat(catalog.locate(CLICKS, 2, 0)).isEqualTo(new StreamFiles(List.of(), List.of()));
        assertThat(catalog.locate(ORDERS, 0, 5)).isEqualTo(new StreamFiles(List.of(), List.of()));
    }

    @Test
    void tellsKeyFilesThatAreNotTooOld() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        KeyFile old = keyFile(1, BASE);
        KeyFile young = keyFile(2, BASE + 1);
        commit(catalog, owner, withKeys(flush(file(CLICKS, 0, 0, 9)), old, young));

        assertThat(catalog.keyFiles(BASE)).containsExactlyInAnyOrder(old, young);
        assertThat(catalog.keyFiles(BASE + 1)).containsExactly(young);
        assertThat(catalog.keyFiles(BASE + 2)).isEmpty();
    }

    @Test
    @Tag("F31")
    void showsCheckpointsAndFilesAsOfOneMoment() throws Exception {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        List<FlushCommit> flushes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            flushes.add(flush(file(CLICKS, 0, i * 10L, i * 10L + 9), file(CLICKS, 1, i * 10L, i * 10L + 9)));
            addPending(catalog, owner, flushes.getLast());
        }

        List<Long> torn = Race.run(4, i -> {
            long seen = 0;
            if (i == 0) {
                flushes.forEach(
                        flush -> assertThat(catalog.commit(owner, flush)).isTrue());
            }
            for (int turn = 0; turn < 40 && i > 0; turn++) {
                StreamFiles files =
                        i == 1 ? catalog.locate(CLICKS, 0, turn * 10L) : catalog.find(CLICKS, BASE, BASE + HOUR, 1000);
                boolean whole = i == 1
                        ? files.files().size() == (files.flushedOffset(0) > turn * 10L ? 1 : 0)
                        : files.files().size() * 10L == files.flushedOffset(0) + files.flushedOffset(1)
                                && files.flushedOffset(0) == files.flushedOffset(1);
                seen += whole ? 0 : 1;
            }
            return seen;
        });

        assertThat(torn).containsOnly(0L);
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheCatalogueIsAway() {
        DataFileCatalog catalog = away();
        NodeEpoch owner = new NodeEpoch("node-1", 1);
        FlushCommit flush = flush(file(CLICKS, 0, 0, 9));

        assertThatThrownBy(() -> addPending(catalog, owner, flush)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.commit(owner, flush)).isInstanceOf(StorageException.class);
        assertThatThrownBy(catalog::checkpoints).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.find(CLICKS, 0, 1, 1)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.locate(CLICKS, 0, 0)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.keyFiles(0)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.abandon(owner, NOW, 0)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> catalog.forget(List.of("a"))).isInstanceOf(StorageException.class);
    }
}
