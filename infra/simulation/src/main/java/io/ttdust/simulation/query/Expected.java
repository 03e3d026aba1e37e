package io.ttdust.simulation.query;

import io.ttdust.domain.record.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;

/// A record as a query must show it.
record Expected(long micros, int partition, long offset, String payload, Map<String, String> metadata) {

    static final Comparator<Expected> ORDER = Comparator.comparingLong(Expected::micros)
            .thenComparingInt(Expected::partition)
            .thenComparingLong(Expected::offset);

    static Expected of(StreamRecord record) {
        return new Expected(
                record.receiveMicros(),
                record.partition(),
                record.offset(),
                StandardCharsets.UTF_8.decode(record.payload()).toString(),
                record.metadata());
    }
}
