package io.ttdust.domain.schema;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is made of a version of a schema.
public enum VersionStatus {
    /// To be used.
    ACTIVE,
    /// Still used where it is used, and still compared with; a hint for people to move on.
    DEPRECATED,
    /// No longer to be used and never again: no stream uses it, its definition may be registered anew under another
    /// number. It is kept, as records may have been written under it.
    DELETED;

    /// As the API and the store spell it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The status of that [#word].
    ///
    /// @throws IllegalArgumentException if there is none
    public static VersionStatus ofWord(@Nullable String word) {
        for (VersionStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException("a version's status is one of %s: '%s'"
                .formatted(Arrays.stream(values()).map(VersionStatus::word).toList(), word));
    }
}
