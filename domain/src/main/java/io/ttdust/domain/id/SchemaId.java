package io.ttdust.domain.id;

import java.util.UUID;

/// Identifier of a schema; spelled `sch_` + UUIDv7.
public record SchemaId(UUID uuid) {

    private static final String PREFIX = "sch_";

    /// Parses the spelling that [#toString] gives.
    ///
    /// @throws IllegalArgumentException if `text` is not spelled like this identifier
    public static SchemaId parse(String text) {
        return new SchemaId(UuidV7.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return PREFIX + uuid;
    }
}
