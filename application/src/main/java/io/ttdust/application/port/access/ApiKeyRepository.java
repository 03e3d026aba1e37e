package io.ttdust.application.port.access;

import io.ttdust.domain.access.ApiKey;
import java.util.Optional;

/// Stored API keys. Contract: `ApiKeyRepositoryContract`. Every method is one transaction and throws
/// [io.ttdust.application.port.StorageException] when the store is away.
public interface ApiKeyRepository {

    /// Stores `key` if there is no key at all yet. Of racing callers one wins.
    ///
    /// @return whether it was stored
    boolean createFirst(ApiKey key);

    /// The key whose secret has that hash.
    ///
    /// @param sha256 lower-case hex
    Optional<ApiKey> find(String sha256);
}
