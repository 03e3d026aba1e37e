package io.ttdust.application.access;

import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.query.Listing;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.problem.Result;
import org.jspecify.annotations.Nullable;

/// Lists API keys, newest first, also those that are revoked or expired.
public final class ListApiKeys {

    private final ApiKeyRepository keys;

    public ListApiKeys(ApiKeyRepository keys) {
        this.keys = keys;
    }

    /// One page.
    ///
    /// @param limit items wanted; null for [Listing#LIMIT_DEFAULT]
    /// @param cursor [Listing#next] of the page before; null for the first page
    public Result<Listing<ApiKey>> list(@Nullable Integer limit, @Nullable String cursor) {
        return Listing.of(
                limit, cursor, ApiKeyId::parse, keys::list, key -> key.id().toString());
    }
}
