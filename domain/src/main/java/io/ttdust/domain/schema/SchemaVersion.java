package io.ttdust.domain.schema;

import io.ttdust.domain.id.SchemaId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One version of a schema: the JSON text as registered and what identifies it.
///
/// @param version 1 for the first
/// @param definition the text as received, UTF-8 JSON of at most [#DEFINITION_BYTES_MAX] bytes
/// @param fingerprint lower-case hex SHA-256 of the canonical JSON: key order and white space do not matter
/// @param createdAt when this version was registered
public record SchemaVersion(
        SchemaId schemaId,
        SchemaName name,
        String description,
        int version,
        String definition,
        String fingerprint,
        Instant createdAt,
        VersionStatus status) {

    public static final int DEFINITION_BYTES_MAX = 1 << 20;
    public static final int DESCRIPTION_LENGTH_MAX = 1024;

    public SchemaVersion {
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1: %d".formatted(version));
        }
        requireDescription(description);
        requireStorable("definition", definition);
    }

    /// An active version, as every version begins.
    public SchemaVersion(
            SchemaId schemaId,
            SchemaName name,
            String description,
            int version,
            String definition,
            String fingerprint,
            Instant createdAt) {
        this(schemaId, name, description, version, definition, fingerprint, createdAt, VersionStatus.ACTIVE);
    }

    /// Checks a description alone.
    ///
    /// @throws IllegalArgumentException if it is too long or no store can hold it
    public static void requireDescription(String description) {
        if (description.length() > DESCRIPTION_LENGTH_MAX) {
            throw new IllegalArgumentException("description has at most %d characters: %d"
                    .formatted(DESCRIPTION_LENGTH_MAX, description.length()));
        }
        requireStorable("description", description);
    }

    /// A NUL or half of a surrogate pair can be stored nowhere; in JSON they can be escaped, also in a definition.
    private static void requireStorable(String what, String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("%s holds a NUL or half of a surrogate pair".formatted(what));
        }
    }

    /// The same with an empty definition, as it stands in lists.
    public SchemaVersion withoutDefinition() {
        return new SchemaVersion(schemaId, name, description, version, "", fingerprint, createdAt, status);
    }
}
