package io.ttdust.adapters.postgres.catalog;

import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.EventTimes;
import io.ttdust.domain.storage.HourPartition;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a row of `data_files` says of the file. Event times are null together, when no record has one.
record DataFileRow(
        String objectKey,
        UUID streamId,
        int partition,
        long hour,
        int schemaVersion,
        long firstOffset,
        long lastOffset,
        long firstMicros,
        long lastMicros,
        @Nullable Long eventMinMicros,
        @Nullable Long eventMaxMicros,
        long payloadBytes,
        long bytes) {

    static final String COLUMNS =
            "object_key, stream_id, partition, hour, schema_version, first_offset, last_offset, first_micros,"
                    + " last_micros, event_min_micros, event_max_micros, payload_bytes, bytes";

    /// Takes an array for each of [#COLUMNS], see [#setArrays].
    static final String ARRAYS = "?::text[], ?::uuid[], ?::integer[], ?::bigint[], ?::integer[], ?::bigint[],"
            + " ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]";

    static DataFileRow of(DataFile file) {
        EventTimes events = file.eventTimes();
        return new DataFileRow(
                file.key(),
                file.stream().uuid(),
                file.partition(),
                file.hour().hoursSinceEpoch(),
                file.schemaVersion(),
                file.firstOffset(),
                file.lastOffset(),
                file.firstMicros(),
                file.lastMicros(),
                events.isEmpty() ? null : Long.valueOf(events.minMicros()),
                events.isEmpty() ? null : Long.valueOf(events.maxMicros()),
                file.payloadBytes(),
                file.bytes());
    }

    static DataFileRow read(ResultSet row) throws SQLException {
        return new DataFileRow(
                row.getString("object_key"),
                row.getObject("stream_id", UUID.class),
                row.getInt("partition"),
                row.getLong("hour"),
                row.getInt("schema_version"),
                row.getLong("first_offset"),
                row.getLong("last_offset"),
                row.getLong("first_micros"),
                row.getLong("last_micros"),
                row.getObject("event_min_micros", Long.class),
                row.getObject("event_max_micros", Long.class),
                row.getLong("payload_bytes"),
                row.getLong("bytes"));
    }

    DataFile toDomain() {
        return new DataFile(
                new StreamId(streamId),
                partition,
                new HourPartition(hour),
                objectKey,
                schemaVersion,
                firstOffset,
                lastOffset,
                firstMicros,
                lastMicros,
                eventMinMicros == null || eventMaxMicros == null
                        ? EventTimes.NONE
                        : new EventTimes(eventMinMicros, eventMaxMicros),
                payloadBytes,
                bytes);
    }

    /// Sets the statement's parameters from `first` on to the columns of `rows`, an array each.
    static void setArrays(PreparedStatement statement, int first, List<DataFileRow> rows) throws SQLException {
        ColumnArray.set(statement, first, "text", rows, DataFileRow::objectKey);
        ColumnArray.set(statement, first + 1, "uuid", rows, DataFileRow::streamId);
        ColumnArray.set(statement, first + 2, "int4", rows, DataFileRow::partition);
        ColumnArray.set(statement, first + 3, "int8", rows, DataFileRow::hour);
        ColumnArray.set(statement, first + 4, "int4", rows, DataFileRow::schemaVersion);
        ColumnArray.set(statement, first + 5, "int8", rows, DataFileRow::firstOffset);
        ColumnArray.set(statement, first + 6, "int8", rows, DataFileRow::lastOffset);
        ColumnArray.set(statement, first + 7, "int8", rows, DataFileRow::firstMicros);
        ColumnArray.set(statement, first + 8, "int8", rows, DataFileRow::lastMicros);
        ColumnArray.set(statement, first + 9, "int8", rows, DataFileRow::eventMinMicros);
        ColumnArray.set(statement, first + 10, "int8", rows, DataFileRow::eventMaxMicros);
        ColumnArray.set(statement, first + 11, "int8", rows, DataFileRow::payloadBytes);
        ColumnArray.set(statement, first + 12, "int8", rows, DataFileRow::bytes);
    }
}
