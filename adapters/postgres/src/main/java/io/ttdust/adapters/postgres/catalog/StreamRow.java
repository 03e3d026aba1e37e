package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.StoredTime;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import io.ttdust.domain.stream.VersionChoice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `streams`, with the version of its schema that is in force, which no column has. Its labels, a JSON
/// object in the table, are two lists in the same order, which PostgreSQL takes apart.
record StreamRow(
        UUID streamId,
        String name,
        String description,
        UUID schemaId,
        @Nullable Integer pinnedVersion,
        int versionInForce,
        int partitions,
        List<String> labelKeys,
        List<String> labelValues,
        String status,
        OffsetDateTime createdAt) {

    static StreamRow of(StreamDefinition stream) {
        List<Map.Entry<String, String>> labels = List.copyOf(stream.labels().entrySet());
        return new StreamRow(
                stream.id().uuid(),
                stream.name().value(),
                stream.description(),
                stream.schemaId().uuid(),
                pinnedVersion(stream.versionChoice()),
                stream.schemaVersion(),
                stream.partitions(),
                labels.stream().map(Map.Entry::getKey).toList(),
                labels.stream().map(Map.Entry::getValue).toList(),
                stream.status().word(),
                StoredTime.of(stream.createdAt()));
    }

    static StreamRow read(ResultSet row) throws SQLException {
        return new StreamRow(
                row.getObject("stream_id", UUID.class),
                row.getString("name"),
                row.getString("description"),
                row.getObject("schema_id", UUID.class),
                row.getObject("schema_version", Integer.class),
                row.getInt("version_in_force"),
                row.getInt("partitions"),
                List.of((String[]) row.getArray("label_keys").getArray()),
                List.of((String[]) row.getArray("label_values").getArray()),
                row.getString("status"),
                row.getObject("created_at", OffsetDateTime.class));
    }

    /// As in column `schema_version`: null for the latest, and for no choice at all.
    static @Nullable Integer pinnedVersion(@Nullable VersionChoice choice) {
        return choice instanceof VersionChoice.Pinned(int version) ? version : null;
    }

    StreamDefinition toDomain() {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < labelKeys.size(); i++) {
            labels.put(labelKeys.get(i), labelValues.get(i));
        }
        return new StreamDefinition(
                new StreamId(streamId),
                new StreamName(name),
                description,
                new SchemaId(schemaId),
                pinnedVersion == null ? VersionChoice.LATEST : new VersionChoice.Pinned(pinnedVersion),
                versionInForce,
                partitions,
                labels,
                parsedStatus(),
                createdAt.toInstant());
    }

    private StreamStatus parsedStatus() {
        for (StreamStatus candidate : StreamStatus.values()) {
            if (candidate.word().equals(status)) {
                return candidate;
            }
        }
        throw new IllegalStateException("stream %s has status '%s'".formatted(name, status));
    }
}
