package io.ttdust.application.port.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.port.Race;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.KeyFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [DataFileCatalog] promises to those who come too late or at the same time. Part of
/// [DataFileCatalogContract].
abstract class DataFileCatalogFencingContract extends DataFileCatalogScene {

    @Test
    @Tag("F14")
    void refusesEverySideEffectOfAnEarlierStart() {
        DataFileCatalog catalog = fresh();
        NodeEpoch zombie = open();
        FlushCommit late = flush(file(CLICKS, 0, 0, 9));
        assertThat(addPending(catalog, zombie, late)).isTrue();

        NodeEpoch successor = open();

        assertThat(catalog.commit(zombie, late)).isFalse();
        FlushCommit later = flush(file(CLICKS, 1, 0, 9));
        assertThat(addPending(catalog, zombie, later)).isFalse();
        assertThat(catalog.abandon(zombie, DEADLINE, BASE)).isEmpty();
        assertThat(all(catalog)).isEmpty();
        assertThat(catalog.checkpoints()).isEmpty();

        assertThat(addPending(catalog, successor, later)).isTrue();
        assertThat(catalog.commit(successor, later)).isTrue();
    }

    @Test
    @Tag("F14")
    void doesNotLetALaterStartCommitWhatAnEarlierOneNoted() {
        DataFileCatalog catalog = fresh();
        FlushCommit flush = flush(file(CLICKS, 0, 0, 9));
        addPending(catalog, open(), flush);

        assertThat(catalog.commit(open(), flush)).isFalse();
        assertThat(all(catalog)).isEmpty();
    }

    @Test
    @Tag("F14")
    void letsNothingOfAnEarlierStartHappenOnceALaterOneIsNoted() throws Exception {
        DataFileCatalog catalog = fresh();
        NodeEpoch zombie = open();
        List<FlushCommit> flushes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            flushes.add(flush(file(CLICKS, i, 0, 9)));
            addPending(catalog, zombie, flushes.getLast());
        }
        AtomicReference<List<DataFile>> atTheStart = new AtomicReference<>(List.of());

        Race.run(4, i -> {
            if (i == 0) {
                open();
                atTheStart.set(all(catalog));
            } else {
                for (int each = i - 1; each < flushes.size(); each += 3) {
                    catalog.commit(zombie, flushes.get(each));
                }
            }
            return i;
        });

        assertThat(all(catalog)).isEqualTo(atTheStart.get());
    }

    @Test
    void knowsOnlyNodesThatWereStarted() {
        DataFileCatalog catalog = fresh();
        FlushCommit flush = flush(file(CLICKS, 0, 0, 9));

        assertThat(addPending(catalog, new NodeEpoch("node-9", 1), flush)).isFalse();
        assertThat(catalog.commit(new NodeEpoch("node-9", 1), flush)).isFalse();
    }

    @Test
    void letsTheStartOfOneNodeLeaveTheOthersAlone() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit flush = flush(file(CLICKS, 0, 0, 9));
        addPending(catalog, owner, flush);

        nodes().open("node-2", OTHER_LOG);
        NodeEpoch other = nodes().open("node-2", OTHER_LOG);

        assertThat(catalog.abandon(other, NOW, BASE)).isEmpty();
        assertThat(catalog.commit(other, flush)).isFalse();
        assertThat(catalog.commit(owner, flush)).isTrue();
    }

    @Test
    void abandonsWhatIsOverdueAndTellsItUntilItIsForgotten() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit overdue = withKeys(flush(file(CLICKS, 0, 0, 9)), keyFile(1, BASE));
        FlushCommit waiting = flush(file(CLICKS, 0, 0, 9));
        List<String> keys = List.of(
                overdue.files().getFirst().key(), overdue.keyFiles().getFirst().key());
        catalog.addPending(owner, overdue.files(), overdue.keyFiles(), NOW);
        catalog.addPending(owner, waiting.files(), List.of(), NOW.plusMillis(1));

        assertThat(catalog.abandon(owner, NOW.minusMillis(1), BASE)).isEmpty();
        assertThat(catalog.abandon(owner, NOW, BASE)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(catalog.abandon(owner, NOW, BASE)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(catalog.commit(owner, overdue)).isFalse();

        catalog.forget(keys);
        catalog.forget(keys);

        assertThat(catalog.abandon(owner, NOW, BASE)).isEmpty();
        assertThat(catalog.commit(owner, overdue)).isFalse();
        assertThat(catalog.commit(owner, waiting)).isTrue();
        assertThat(all(catalog)).isEqualTo(waiting.files());
    }

    @Test
    @Tag("F14")
    void abandonsWhatAnEarlierStartNotedHoweverYoung() {
        DataFileCatalog catalog = fresh();
        NodeEpoch earlier = open();
        FlushCommit flush = withKeys(flush(file(CLICKS, 0, 0, 9)), keyFile(1, BASE));
        addPending(catalog, earlier, flush);
        NodeEpoch owner = open();
        FlushCommit own = flush(file(CLICKS, 0, 0, 9));
        addPending(catalog, owner, own);

        assertThat(catalog.abandon(owner, NOW, BASE))
                .containsExactlyInAnyOrder(
                        flush.files().getFirst().key(),
                        flush.keyFiles().getFirst().key());

        assertThat(catalog.commit(earlier, flush)).isFalse();
        assertThat(catalog.commit(owner, own)).isTrue();
    }

    @Test
    void takesKeyFilesOutOfUseWhoseNewestKeyIsTooOld() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        KeyFile old = keyFile(1, BASE - 1);
        KeyFile young = keyFile(2, BASE);
        FlushCommit flush = withKeys(flush(file(CLICKS, 0, 0, 9)), old, young);
        commit(catalog, owner, flush);

        assertThat(catalog.abandon(owner, DEADLINE, BASE)).containsExactly(old.key());

        assertThat(catalog.keyFiles(0)).containsExactly(young);
        assertThat(all(catalog)).isEqualTo(flush.files());
    }

    @Test
    void doesNotForgetWhatIsPendingOrLive() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit live = withKeys(flush(file(CLICKS, 0, 0, 9)), keyFile(1, BASE));
        commit(catalog, owner, live);
        FlushCommit pending = withKeys(flush(file(CLICKS, 0, 10, 19)), keyFile(2, BASE));
        addPending(catalog, owner, pending);

        for (FlushCommit flush : List.of(live, pending)) {
            catalog.forget(List.of(
                    flush.files().getFirst().key(), flush.keyFiles().getFirst().key(), "never/noted"));
        }

        assertThat(all(catalog)).isEqualTo(live.files());
        assertThat(catalog.keyFiles(0)).isEqualTo(live.keyFiles());
        assertThat(catalog.commit(owner, pending)).isTrue();
    }

    @Test
    void tellsAThousandAbandonedKeysAtATime() {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            files.add(file(CLICKS, i, 0, 9));
        }
        catalog.addPending(owner, files, List.of(), NOW);

        List<String> first = catalog.abandon(owner, NOW, BASE);
        catalog.forget(first);
        List<String> second = catalog.abandon(owner, NOW, BASE);
        catalog.forget(second);

        assertThat(first).hasSize(1000).doesNotHaveDuplicates();
        assertThat(second).hasSize(100).doesNotContainAnyElementsOf(first);
        assertThat(catalog.abandon(owner, NOW, BASE)).isEmpty();
    }

    @Test
    @Tag("F20")
    void letsOneOfRacingFlushesOfAPartitionWin() throws Exception {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        List<FlushCommit> flushes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            flushes.add(flush(file(CLICKS, 0, 0, i), file(CLICKS, i + 1, 0, 9)));
            addPending(catalog, owner, flushes.getLast());
        }

        List<Boolean> outcomes = Race.run(flushes.size(), i -> catalog.commit(owner, flushes.get(i)));

        assertThat(outcomes).containsOnlyOnce(true);
        FlushCommit winner = flushes.get(outcomes.indexOf(true));
        assertThat(all(catalog)).isEqualTo(winner.files());
        assertThat(catalog.checkpoints()).hasSize(2);
    }

    @Test
    void answersTrueToAllWhoRaceToCommitTheSameFlush() throws Exception {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        FlushCommit flush = withKeys(flush(file(CLICKS, 0, 0, 9), file(CLICKS, 1, 0, 9)), keyFile(1, BASE));
        addPending(catalog, owner, flush);

        assertThat(Race.run(10, i -> catalog.commit(owner, flush))).containsOnly(true);

        assertThat(all(catalog)).isEqualTo(flush.files());
    }

    @Test
    @Tag("F14")
    void abandonsOrCommitsButNeverBoth() throws Exception {
        DataFileCatalog catalog = fresh();
        NodeEpoch owner = open();
        List<FlushCommit> flushes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            flushes.add(flush(file(CLICKS, i, 0, 9)));
            catalog.addPending(owner, flushes.getLast().files(), List.of(), NOW);
        }

        List<List<String>> abandoned = Race.run(20, i -> {
            if (i % 2 == 0) {
                return catalog.commit(owner, flushes.get(i / 2)) ? List.of("committed") : List.of("refused");
            }
            return catalog.abandon(owner, NOW, BASE);
        });

        List<String> gone = catalog.abandon(owner, NOW, BASE);
        List<String> live = all(catalog).stream().map(DataFile::key).toList();
        assertThat(live)
                .hasSize(abandoned.stream()
                        .filter(List.of("committed")::equals)
                        .toList()
                        .size());
        assertThat(gone).hasSize(10 - live.size()).matches(keys -> Collections.disjoint(keys, live));
        for (List<String> told : abandoned) {
            assertThat(Collections.disjoint(told, live)).isTrue();
        }
    }
}
