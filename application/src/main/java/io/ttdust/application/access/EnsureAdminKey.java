package io.ttdust.application.access;

import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.id.UuidV7;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes the first API key of an installation.
public final class EnsureAdminKey {

    private final ApiKeyRepository keys;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// Draws secrets from `random`.
    ///
    /// @param random must be cryptographically strong
    public EnsureAdminKey(ApiKeyRepository keys, InstantSource clock, RandomGenerator random) {
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /// Whether there is any key, usable or not.
    public boolean anyKey() {
        return !keys.list(1, null).isEmpty();
    }

    /// Creates an admin key with a new secret if there is no key at all.
    ///
    /// @return the secret, to be shown once; empty if there was a key already
    public Optional<ApiKeySecret> ensure() {
        ApiKeySecret secret = ApiKeySecret.create(random);
        return ensure(secret) ? Optional.of(secret) : Optional.empty();
    }

    /// Creates an admin key with the given secret if there is no key at all.
    ///
    /// @return whether it was created
    public boolean ensure(ApiKeySecret secret) {
        return keys.createFirst(ApiKey.unbound(
                new ApiKeyId(UuidV7.of(clock.millis(), random)),
                "first admin key",
                Role.ADMIN,
                secret.sha256(),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
