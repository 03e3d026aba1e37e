package io.ttdust.application.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.flush.StorageFixture;
import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.log.InMemoryRecordLog;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.domain.record.StreamRecord;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueryTest {

    private static final Instant START = StorageFixture.START;
    private static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);

    private final StorageFixture storage = new StorageFixture();
    private final MutableClock clock = storage.clock;
    private final InMemoryRecordLog log = storage.log;
    private final QueryTimeRange queryTimeRange = storage.queryTimeRange;
    private final LookupRecord lookupRecord = storage.lookupRecord;
    private final StreamDefinition clicks = storage.stream("clicks", 1);
    private final StreamId stream = clicks.id();

    @Test
    void pagesOverEveryRecordOnceWhateverThePageSize() {
        for (int i = 0; i < 100; i++) {
            append(i % 7 + 1);
        }
        List<Long> expected = offsets(queryTimeRange.query(clicks, ALL, 10_000, null));

        for (int limit = 1; limit < 20; limit++) {
            List<Long> seen = new ArrayList<>();
            Cursor cursor = null;
            do {
                Page page = queryTimeRange.query(clicks, ALL, limit, cursor);
                assertThat(page.records()).hasSizeBetween(1, limit);
                seen.addAll(offsets(page));
                cursor = page.next();
            } while (cursor != null);
            assertThat(seen).as("limit %d", limit).isEqualTo(expected);
        }
        assertThat(expected).hasSize(395).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void takesTheStartAndLeavesTheEndOfTheRange() {
        append(1);
        clock.advance(Duration.ofMinutes(1));
        long from = Micros.of(clock.instant());
        append(2);
        clock.advance(Duration.ofMinutes(1));
        long to = Micros.of(clock.instant());
        append(3);

        assertThat(offsets(queryTimeRange.query(clicks, new TimeRange(from, to), 100, null)))
                .containsExactly(1L, 2L);
        assertThat(offsets(queryTimeRange.query(clicks, new TimeRange(from, to + 1), 100, null)))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void endsAPageByItsBytes() {
        for (int i = 0; i < 12; i++) {
            assertThat(log.append(
                            stream,
                            0,
                            1,
                            RecordBatch.builder(1, 1 << 20)
                                    .add(new byte[1 << 20])
                                    .build()))
                    .isCompleted();
        }

        Page page = queryTimeRange.query(clicks, ALL, 100, null);

        assertThat(page.records()).hasSize(3);
        assertThat(page.next()).isNotNull();
    }

    @Test
    void countsWhatItRead() {
        append(2);
        clock.advance(Duration.ofHours(1));
        append(1);

        Page page = queryTimeRange.query(clicks, ALL, 100, null);

        assertThat(page.recordsScanned()).isEqualTo(3);
        assertThat(page.partitionsScanned()).isEqualTo(2);
        assertThat(page.completeThroughMicros()).isEqualTo(Micros.of(clock.instant()));
    }

    @Test
    void doesNotClaimToBeCompleteBeyondWhatIsDurable() {
        append(1);
        long durable = Micros.of(clock.instant());
        clock.advance(Duration.ofSeconds(1));
        log.holdDurability();
        append(1);

        Page page = queryTimeRange.query(clicks, ALL, 100, null);

        assertThat(page.records()).hasSize(1);
        assertThat(page.completeThroughMicros()).isEqualTo(durable);
    }

    @Test
    void findsEachRecordByItsId() {
        append(3);
        append(4);

        for (StreamRecord each : queryTimeRange.query(clicks, ALL, 100, null).records()) {
            assertThat(lookupRecord.byId(clicks, each.id())).hasValueSatisfying(found -> {
                assertThat(found.offset()).isEqualTo(each.offset());
                assertThat(found.payload()).isEqualTo(each.payload());
            });
        }
    }

    @Test
    void findsNothingByAnIdThatIsNotOfThisStreamTimeOrPlace() {
        append(1);
        StreamId other = new StreamId(UuidV7.of(1, new Random(2)));
        long micros = Micros.of(START);

        assertThat(lookupRecord.byId(clicks, RecordId.of(other.tag(), 0, 0, micros)))
                .isEmpty();
        assertThat(lookupRecord.byId(clicks, RecordId.of(stream.tag(), 0, 0, micros + 1000)))
                .isEmpty();
        assertThat(lookupRecord.byId(clicks, RecordId.of(stream.tag(), 0, 1, micros)))
                .isEmpty();
        assertThat(lookupRecord.byId(clicks, RecordId.of(stream.tag(), 1, 0, micros)))
                .isEmpty();
    }

    private void append(int records) {
        RecordBatch.Builder batch = RecordBatch.builder(records, 64);
        for (int i = 0; i < records; i++) {
            batch.add(("{\"n\":" + i + "}").getBytes(UTF_8));
        }
        assertThat(log.append(stream, 0, 1, batch.build())).isNotNull();
    }

    private static List<Long> offsets(Page page) {
        return page.records().stream().map(StreamRecord::offset).toList();
    }
}
