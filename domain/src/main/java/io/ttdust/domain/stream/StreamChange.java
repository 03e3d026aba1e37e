package io.ttdust.domain.stream;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What about a stream is to become different; null for what stays. Two changes of different parts do not undo each
/// other.
///
/// @param labels all of them: those not named here are gone
public record StreamChange(
        @Nullable String description,
        @Nullable Map<String, String> labels,
        @Nullable VersionChoice versionChoice) {

    public StreamChange {
        labels = labels == null ? null : Map.copyOf(labels);
    }

    /// The stream as it will be, though the version in force is only known once the change is stored.
    ///
    /// @throws IllegalArgumentException if a stream cannot be like this
    public StreamDefinition appliedTo(StreamDefinition stream) {
        return new StreamDefinition(
                stream.id(),
                stream.name(),
                description == null ? stream.description() : description,
                stream.schemaId(),
                versionChoice == null ? stream.versionChoice() : versionChoice,
                versionChoice instanceof VersionChoice.Pinned(int version) ? version : stream.schemaVersion(),
                stream.partitions(),
                labels == null ? stream.labels() : labels,
                stream.status(),
                stream.createdAt());
    }
}
