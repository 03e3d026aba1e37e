package io.ttdust.application.port.access;

import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.id.ApiKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored API keys. Contract: `ApiKeyRepositoryContract`. Every method is one transaction and throws
/// [io.ttdust.application.port.StorageException] when the store is away.
public interface ApiKeyRepository {

    /// What became of a revocation.
    enum Revocation {
        /// The key is revoked, now or since earlier.
        REVOKED,
        UNKNOWN,
        /// No other usable key with the role admin lasts as long; nothing was changed.
        LAST_ADMIN
    }

    /// Stores `key` if there is no key at all yet, not even a revoked one. Of racing callers one wins.
    ///
    /// @return whether it was stored
    boolean createFirst(ApiKey key);

    /// Stores one more key, whose id and hash are new.
    void create(ApiKey key);

    /// The key whose secret has that hash, also when it is revoked or expired.
    ///
    /// @param sha256 lower-case hex
    Optional<ApiKey> find(String sha256);

    /// Newest first, also revoked and expired ones.
    ///
    /// @param limit 1..1000
    /// @param before only keys created before this one; null to start with the newest
    List<ApiKey> list(int limit, @Nullable ApiKeyId before);

    /// Revokes a key for ever, unless it is an administrator's and works, and no other such key works for as long:
    /// no revocation brings the moment nearer from which nobody can administer. Of callers that race for the last
    /// administrators one is refused. A second revocation keeps the time of the first.
    ///
    /// @param now the time to store, and at which other keys must be usable to count
    Revocation revoke(ApiKeyId id, Instant now);
}
