package io.ttdust.domain.stream;

import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// A stream as of one moment: its names and the schema its records must satisfy. Its id, name, schema and number of
/// partitions never change.
///
/// @param versionChoice which version of the schema was asked for
/// @param schemaVersion the version of the schema that was in force then
/// @param partitions 1..1024, fixed for ever: another number would send a key's records to another partition
/// @param labels at most 64 pairs for the user's own purposes
public record StreamDefinition(
        StreamId id,
        StreamName name,
        String description,
        SchemaId schemaId,
        VersionChoice versionChoice,
        int schemaVersion,
        int partitions,
        Map<String, String> labels,
        StreamStatus status,
        Instant createdAt) {

    public static final int PARTITIONS_MAX = 1024;
    public static final int LABELS_MAX = 64;
    public static final int TEXT_LENGTH_MAX = 1024;

    public StreamDefinition {
        if (versionChoice instanceof VersionChoice.Pinned(int pinned) && pinned != schemaVersion) {
            throw new IllegalArgumentException(
                    "a stream pinned to version %d cannot have version %d in force".formatted(pinned, schemaVersion));
        }
        if (partitions < 1 || partitions > PARTITIONS_MAX) {
            throw new IllegalArgumentException(
                    "a stream has 1 to %d partitions: %d".formatted(PARTITIONS_MAX, partitions));
        }
        labels = Map.copyOf(labels);
        if (labels.size() > LABELS_MAX) {
            throw new IllegalArgumentException(
                    "a stream has at most %d labels: %d".formatted(LABELS_MAX, labels.size()));
        }
        requireText("description", description);
        labels.forEach((key, value) -> {
            requireText("a label's key", key);
            requireText("a label's value", value);
        });
    }

    /// A stream that follows the latest version of its schema, which is `schemaVersion` now.
    public StreamDefinition(
            StreamId id,
            StreamName name,
            String description,
            SchemaId schemaId,
            int schemaVersion,
            int partitions,
            Map<String, String> labels,
            StreamStatus status,
            Instant createdAt) {
        this(
                id,
                name,
                description,
                schemaId,
                VersionChoice.LATEST,
                schemaVersion,
                partitions,
                labels,
                status,
                createdAt);
    }

    /// Short enough, and text that can be stored anywhere: a NUL or half of a surrogate pair cannot.
    private static void requireText(String what, String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "%s has at most %d characters: %d".formatted(what, TEXT_LENGTH_MAX, text.length()));
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("%s holds a NUL or half of a surrogate pair".formatted(what));
        }
    }
}
