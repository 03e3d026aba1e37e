package io.ttdust.application.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.flush.StorageFixture;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.log.LogPin;
import io.ttdust.application.port.storage.ObjectMissingException;
import io.ttdust.application.port.telemetry.QueryMeter;
import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.StreamRecord;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Pages over records that lie in files, in the log, or move from one to the other.
class FilesAndLogTest {

    private static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);

    private final StorageFixture storage = new StorageFixture();
    private final StreamDefinition clicks = storage.stream("clicks", 1);
    private final StreamDefinition wide = storage.stream("wide", 3);

    @Test
    void readsFilesAndLogAsIfTheyWereOne() {
        storage.append(clicks, 0, 0, 5);
        storage.flush();
        storage.append(clicks, 0, 5, 5);
        storage.flush();
        storage.append(clicks, 0, 10, 5);

        Page page = storage.queryTimeRange.query(clicks, ALL, 100, null);

        assertThat(offsets(page)).isEqualTo(upTo(15));
        assertThat(page.next()).isNull();
    }

    @Test
    void everyPageSizePagesOverTheSameRecords() {
        for (int i = 0; i < 40; i++) {
            storage.append(wide, i % 3, i, 1 + i % 4);
            storage.advance(Duration.ofMinutes(7));
            if (i % 9 == 0) {
                storage.flush();
            }
        }
        List<StreamRecord> all =
                storage.queryTimeRange.query(wide, ALL, 10_000, null).records();

        assertThat(all).hasSize(100);
        assertThat(all).isSortedAccordingTo((one, other) -> PageBuilder.isBefore(one, other) ? -1 : 1);
        for (int limit : new int[] {1, 2, 3, 7, 50}) {
            assertThat(places(pages(wide, limit, null))).as("limit %d", limit).isEqualTo(places(all));
        }
    }

    @Test
    @Tag("F31")
    void aFlushBetweenTwoPagesIsNotSeen() {
        storage.append(clicks, 0, 0, 10);
        Page first = storage.queryTimeRange.query(clicks, ALL, 4, null);
        storage.flush();
        Page second = storage.queryTimeRange.query(clicks, ALL, 4, first.next());
        storage.append(clicks, 0, 10, 1);
        storage.flush();
        Page third = storage.queryTimeRange.query(clicks, ALL, 4, second.next());

        assertThat(offsets(first)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(offsets(second)).containsExactly(4L, 5L, 6L, 7L);
        assertThat(offsets(third)).containsExactly(8L, 9L, 10L);
    }

    @Test
    @Tag("F31")
    void whatIsFlushedAndReleasedWhileAPageIsReadIsSeenOnce() {
        storage.append(clicks, 0, 0, 10);
        QueryTimeRange interrupted = new QueryTimeRange(
                storage.log,
                new FindingCatalog(
                        storage.catalog,
                        () -> {
                            storage.append(clicks, 0, 10, 5); // after the horizon: not part of this page
                            storage.flush();
                        },
                        () -> {}),
                storage.objects,
                storage.format);

        Page page = interrupted.query(clicks, ALL, 100, null);

        assertThat(offsets(page)).isEqualTo(upTo(10));
        assertThat(offsets(storage.queryTimeRange.query(clicks, ALL, 100, null)))
                .isEqualTo(upTo(15));
    }

    @Test
    void manyFilesAreReadInSeveralRounds() {
        for (int i = 0; i < 50; i++) {
            storage.append(wide, i % 3, i, 2);
            storage.flush();
            storage.advance(Duration.ofSeconds(1));
        }
        QueryTimeRange fewAtOnce =
                new QueryTimeRange(storage.log, storage.catalog, storage.objects, storage.format, QueryMeter.NONE, 1);

        Page page = fewAtOnce.query(wide, ALL, 1000, null);

        assertThat(places(page.records()))
                .isEqualTo(places(
                        storage.queryTimeRange.query(wide, ALL, 1000, null).records()))
                .hasSize(100);
    }

    @Test
    void onlyFilesOfTheRangeAreOpened() {
        storage.append(clicks, 0, 0, 5);
        storage.flush();
        storage.advance(Duration.ofHours(2));
        long from = Micros.of(storage.clock.instant());
        storage.append(clicks, 0, 5, 5);
        storage.flush();
        long before = storage.objects.operations();

        Page page = storage.queryTimeRange.query(clicks, new TimeRange(from, Long.MAX_VALUE), 100, null);

        assertThat(offsets(page)).containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(page.partitionsScanned()).isEqualTo(1);
        assertThat(page.recordsScanned()).isEqualTo(5);
        assertThat(storage.objects.operations() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void aFlushedRecordIsFoundByItsId() {
        storage.append(wide, 1, 0, 3);
        storage.flush();
        storage.append(wide, 2, 3, 3);

        for (StreamRecord each :
                storage.queryTimeRange.query(wide, ALL, 100, null).records()) {
            assertThat(storage.lookupRecord.byId(wide, each.id()))
                    .hasValueSatisfying(found -> assertThat(found).isEqualTo(each));
        }
    }

    @Test
    @Tag("F20")
    void whileTheCatalogueIsAwayAPageIsAnErrorAndNotAGap() {
        storage.append(clicks, 0, 0, 5);
        storage.flush();
        storage.append(clicks, 0, 5, 5);
        storage.catalog.goAway();

        assertThatThrownBy(() -> storage.queryTimeRange.query(clicks, ALL, 100, null))
                .isInstanceOf(StorageException.class);
    }

    @Test
    @Tag("F24")
    void aFileThatVanishesIsLookedForAgainAndThenAnError() {
        storage.append(clicks, 0, 0, 5);
        storage.flush();
        storage.objects.list("streams/", null, 1).forEach(storage.objects::delete);

        assertThatThrownBy(() -> storage.queryTimeRange.query(clicks, ALL, 100, null))
                .isInstanceOf(ObjectMissingException.class);
    }

    @Test
    @Tag("F14")
    void aPageThatOutlivedItsPinIsAnErrorAndNotAGap() {
        storage.append(clicks, 0, 0, 10);
        QueryTimeRange paused = new QueryTimeRange(
                storage.log,
                new FindingCatalog(storage.catalog, () -> {}, () -> {
                    storage.log.expirePins();
                    storage.flush();
                }),
                storage.objects,
                storage.format);

        assertThatThrownBy(() -> paused.query(clicks, ALL, 100, null))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("ask again");
    }

    @Test
    void noPinIsLeftBehind() {
        storage.append(clicks, 0, 0, 5);
        storage.queryTimeRange.query(clicks, ALL, 2, null);
        storage.catalog.goAway();
        assertThatThrownBy(() -> storage.queryTimeRange.query(clicks, ALL, 2, null))
                .isNotNull();
        storage.catalog.comeBack();
        storage.flush();

        List<Long> held = new ArrayList<>();
        try (LogPin pin = storage.log.pin()) {
            storage.log.read(clicks.id(), 0, 0, pin.horizon(), batch -> held.add(batch.firstOffset()));
        }
        assertThat(held).isEmpty();
    }

    private List<StreamRecord> pages(StreamDefinition stream, int limit, @Nullable Cursor from) {
        List<StreamRecord> seen = new ArrayList<>();
        Cursor cursor = from;
        do {
            Page page = storage.queryTimeRange.query(stream, ALL, limit, cursor);
            assertThat(page.records()).hasSizeBetween(1, limit);
            seen.addAll(page.records());
            cursor = page.next();
        } while (cursor != null);
        return seen;
    }

    private static List<String> places(List<StreamRecord> records) {
        return records.stream()
                .map(each -> each.partition() + "/" + each.offset())
                .toList();
    }

    private static List<Long> offsets(Page page) {
        return page.records().stream().map(StreamRecord::offset).toList();
    }

    private static List<Long> upTo(long end) {
        List<Long> all = new ArrayList<>();
        for (long i = 0; i < end; i++) {
            all.add(i);
        }
        return all;
    }
}
