package io.ttdust.application.access;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.port.telemetry.AccessMeter;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Turns what a caller presents into a principal. Safe for all threads.
///
/// A key that was seen is trusted for [#FRESH] without asking again, and for `staleMax` while the store is away, so
/// that producers go on when the metadata store does not. Unknown keys are never remembered. So a revocation is
/// seen at the latest after [#FRESH] (only while the store is away after `staleMax`), an expiry at once.
public final class Authenticate {

    /// A revoked key is refused at the latest after this time.
    static final Duration FRESH = Duration.ofSeconds(10);

    /// After a failure the store is not asked again for so long about keys that are known: each of these calls would
    /// wait for it in vain.
    static final Duration AWAY = Duration.ofSeconds(2);

    private static final int KEYS_MAX = 10_000;

    private final ApiKeyRepository keys;
    private final InstantSource clock;
    private final Duration staleMax;
    private final AccessMeter meter;
    private final ConcurrentHashMap<String, Seen> seen = new ConcurrentHashMap<>();

    private volatile Instant askAgainAt = Instant.MIN;

    private record Seen(ApiKey key, Instant at) {}

    /// Trusts known keys for `staleMax` while the store is away.
    public Authenticate(ApiKeyRepository keys, InstantSource clock, Duration staleMax) {
        this(keys, clock, staleMax, AccessMeter.NONE);
    }

    /// As above; tells `meter` of every check.
    public Authenticate(ApiKeyRepository keys, InstantSource clock, Duration staleMax, AccessMeter meter) {
        this.keys = keys;
        this.clock = clock;
        this.staleMax = staleMax;
        this.meter = meter;
    }

    /// Takes the value of an `Authorization` header (`Bearer …` or `ApiKey …`) and of an `X-API-Key` header.
    ///
    /// @return the principal, or `AUTHENTICATION_FAILED`, or `STORAGE_UNAVAILABLE` if the key is unknown here
    ///     and the store is away
    public Result<Principal> authenticate(@Nullable String authorization, @Nullable String apiKey) {
        Result<Principal> result = check(authorization, apiKey);
        meter.authenticated(result instanceof Result.Refused<Principal>(Problem problem) ? problem.code() : null);
        return result;
    }

    private Result<Principal> check(@Nullable String authorization, @Nullable String apiKey) {
        String presented = apiKey != null ? apiKey.strip() : token(authorization);
        if (presented == null) {
            return Result.refused(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "no API key; send it as 'Authorization: Bearer ttd_live_…' or 'X-API-Key: ttd_live_…'");
        }
        if (!ApiKeySecret.isWellFormed(presented)) {
            return unknown();
        }
        return byHash(ApiKeySecret.parse(presented).sha256());
    }

    private static @Nullable String token(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space);
        return scheme.equalsIgnoreCase("Bearer") || scheme.equalsIgnoreCase("ApiKey")
                ? authorization.substring(space + 1).strip()
                : null;
    }

    private Result<Principal> byHash(String sha256) {
        Instant now = clock.instant();
        Seen known = seen.get(sha256);
        if (known != null && now.isBefore(known.at().plus(FRESH))) {
            return principal(known.key(), now);
        }
        if (known != null && now.isBefore(askAgainAt) && now.isBefore(known.at().plus(staleMax))) {
            return principal(known.key(), now);
        }
        Optional<ApiKey> stored;
        try {
            stored = keys.find(sha256);
        } catch (StorageException e) {
            askAgainAt = clock.instant().plus(AWAY);
            return known != null && now.isBefore(known.at().plus(staleMax))
                    ? principal(known.key(), now)
                    : Result.refused(Problem.retryable(
                            ErrorCode.STORAGE_UNAVAILABLE,
                            "API keys cannot be checked while the metadata store is away",
                            Duration.ofSeconds(1)));
        }
        if (stored.isEmpty()) {
            seen.remove(sha256);
            return unknown();
        }
        if (seen.size() >= KEYS_MAX) {
            seen.clear();
        }
        seen.put(sha256, new Seen(stored.get(), now));
        return principal(stored.get(), now);
    }

    private static Result<Principal> principal(ApiKey key, Instant now) {
        return key.isUsableAt(now) ? Result.ok(key.principal()) : unknown();
    }

    private static Result<Principal> unknown() {
        return Result.refused(ErrorCode.AUTHENTICATION_FAILED, "the API key is unknown, revoked or expired");
    }
}
