package io.ttdust.domain.stream;

import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// A stream as it was created: its names and the schema its records must satisfy.
///
/// @param schemaVersion the version of the schema that is in force
/// @param partitions 1..1024, fixed for ever: another number would send a key's records to another partition
/// @param labels at most 64 pairs for the user's own purposes
public record StreamDefinition(
        StreamId id,
        StreamName name,
        String description,
        SchemaId schemaId,
        int schemaVersion,
        int partitions,
        Map<String, String> labels,
        StreamStatus status,
        Instant createdAt) {

    public static final int PARTITIONS_MAX = 1024;
    public static final int LABELS_MAX = 64;
    public static final int TEXT_LENGTH_MAX = 1024;

    public StreamDefinition {
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
