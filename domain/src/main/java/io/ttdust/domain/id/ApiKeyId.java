package io.ttdust.domain.id;

import java.util.UUID;

/// Identifier of an API key (not the key itself); spelled `key_` + UUIDv7.
public record ApiKeyId(UUID uuid) {

    private static final String PREFIX = "key_";

    /// Parses the spelling that [#toString] gives.
    ///
    /// @throws IllegalArgumentException if `text` is not spelled like this identifier
    public static ApiKeyId parse(String text) {
        return new ApiKeyId(UuidV7.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return PREFIX + uuid;
    }
}
