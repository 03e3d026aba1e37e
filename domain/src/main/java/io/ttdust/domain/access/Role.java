package io.ttdust.domain.access;

import org.jspecify.annotations.Nullable;

/// What a principal may do at most, lowest first: each role has all rights of those before it. Which right needs
/// which role stands in [Permission].
public enum Role {
    READER("reader"),
    WRITER("writer"),
    SCHEMA_ADMIN("schema_admin"),
    OPERATOR("operator"),
    ADMIN("admin");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// As spelled in the API and in storage.
    public String word() {
        return word;
    }

    /// Whether this role has all rights of `other`.
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /// The role spelled `word`; null if there is none.
    public static @Nullable Role ofWord(String word) {
        for (Role role : values()) {
            if (role.word.equals(word)) {
                return role;
            }
        }
        return null;
    }
}
