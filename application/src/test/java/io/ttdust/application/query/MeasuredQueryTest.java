package io.ttdust.application.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.flush.StorageFixture;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.telemetry.TallyingQueryMeter;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import org.junit.jupiter.api.Test;

/// Every page and every look-up is told once, however it ends.
class MeasuredQueryTest {

    private static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);

    private final StorageFixture storage = new StorageFixture();
    private final TallyingQueryMeter meter = new TallyingQueryMeter();
    private final StreamDefinition clicks = storage.stream("clicks", 1);
    private final QueryTimeRange queryTimeRange =
            new QueryTimeRange(storage.log, storage.catalog, storage.objects, storage.format, meter);
    private final LookupRecord lookupRecord =
            new LookupRecord(storage.log, storage.catalog, storage.objects, storage.format, meter);

    @Test
    void aPageIsToldWithItsSize() {
        storage.append(clicks, 0, 0, 3);

        queryTimeRange.query(clicks, ALL, 2, null);

        assertThat(meter.lines).containsExactly("asked clicks TIME_RANGE", "started", "answered 2 of 1");
    }

    @Test
    void aLookUpIsToldWhetherItFindsSomethingOrNot() {
        storage.append(clicks, 0, 0, 1);
        RecordId id =
                queryTimeRange.query(clicks, ALL, 1, null).records().getFirst().id();
        meter.lines.clear();

        lookupRecord.byId(clicks, id);
        lookupRecord.byId(clicks, RecordId.of(clicks.id().tag(), 0, 99, 1));

        assertThat(meter.lines)
                .containsExactly(
                        "asked clicks KEY_LOOKUP",
                        "started",
                        "answered 1 of 1",
                        "asked clicks KEY_LOOKUP",
                        "started",
                        "answered 0 of 1");
    }

    @Test
    void whatCannotBeReadIsToldAsFailed() {
        storage.catalog.goAway();

        assertThatThrownBy(() -> queryTimeRange.query(clicks, ALL, 2, null)).isInstanceOf(StorageException.class);
        assertThatThrownBy(
                        () -> lookupRecord.byId(clicks, RecordId.of(clicks.id().tag(), 0, 99, 1)))
                .isInstanceOf(StorageException.class);

        assertThat(meter.lines)
                .containsExactly(
                        "asked clicks TIME_RANGE", "started", "failed", "asked clicks KEY_LOOKUP", "started", "failed");
    }
}
