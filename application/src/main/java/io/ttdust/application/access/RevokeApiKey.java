package io.ttdust.application.access;

import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Revokes an API key for ever. Requests with it are refused at the latest 10 s later, on every node, and calls
/// that are open with it end within 30 s.
public final class RevokeApiKey {

    private final ApiKeyRepository keys;
    private final InstantSource clock;

    public RevokeApiKey(ApiKeyRepository keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// Revokes the key; doing it twice is as good as once.
    ///
    /// @param id as [ApiKeyId] spells it
    /// @return the id, or `INVALID_REQUEST`, or `NOT_FOUND`, or `CONFLICT` if no other admin key works for
    ///     as long
    public Result<ApiKeyId> revoke(String id) {
        ApiKeyId parsed;
        try {
            parsed = ApiKeyId.parse(id);
        } catch (IllegalArgumentException e) {
            return Result.refused(
                    ErrorCode.INVALID_REQUEST, "not an API key's id (key_…), and never send the key itself here");
        }
        return switch (keys.revoke(parsed, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            case REVOKED -> Result.ok(parsed);
            case UNKNOWN -> Result.refused(ErrorCode.NOT_FOUND, "there is no API key '%s'".formatted(parsed));
            case LAST_ADMIN ->
                Result.refused(
                        ErrorCode.CONFLICT,
                        "no other admin key works for as long as '%s'; create one, best without an end, before you revoke it"
                                .formatted(parsed));
        };
    }
}
