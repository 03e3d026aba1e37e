package io.ttdust.domain.access;

import io.ttdust.domain.id.ApiKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stored API key. The secret itself is shown once, at its creation, and never stored.
///
/// @param grants the streams it is bound to, 1 to [#GRANTS_MAX]; [StreamGrant#EVERYTHING] when it is bound to none
/// @param sha256 lower-case hex SHA-256 of the secret
/// @param expiresAt from when on it is refused; null for never
/// @param revokedAt when it was revoked; null if it was not
public record ApiKey(
        ApiKeyId id,
        String name,
        Role role,
        List<StreamGrant> grants,
        String sha256,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    public static final int GRANTS_MAX = 256;

    public ApiKey {
        grants = List.copyOf(grants);
        if (grants.isEmpty() || grants.size() > GRANTS_MAX) {
            throw new IllegalArgumentException("key %s has %d grants".formatted(id, grants.size()));
        }
    }

    /// A key that is bound to no stream and never expires.
    public static ApiKey unbound(ApiKeyId id, String name, Role role, String sha256, Instant createdAt) {
        return new ApiKey(id, name, role, List.of(StreamGrant.EVERYTHING), sha256, createdAt, null, null);
    }

    /// Whether the key is neither revoked nor expired.
    public boolean isUsableAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /// Whether the key, if nobody revokes it, works at least until `other` expires.
    public boolean lastsAsLongAs(ApiKey other) {
        return expiresAt == null || (other.expiresAt != null && !expiresAt.isBefore(other.expiresAt));
    }

    /// Who presents it.
    public Principal principal() {
        return new Principal(id.toString(), role, grants);
    }

    /// The same key, revoked.
    public ApiKey revokedAt(Instant time) {
        return new ApiKey(id, name, role, grants, sha256, createdAt, expiresAt, time);
    }
}
