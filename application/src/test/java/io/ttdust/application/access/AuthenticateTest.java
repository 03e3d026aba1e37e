package io.ttdust.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.application.port.access.InMemoryApiKeyRepository;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.id.UuidV7;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AuthenticateTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryApiKeyRepository keys = new InMemoryApiKeyRepository();
    private final Authenticate authenticate = new Authenticate(keys, clock, Duration.ofHours(1));
    private final String secret = new EnsureAdminKey(keys, clock, new Random(1))
            .ensure()
            .map(ApiKeySecret::reveal)
            .orElseThrow();

    @Test
    void takesTheKeyInEitherHeaderAndSpelling() {
        assertThat(authenticate.authenticate("Bearer " + secret, null)).isInstanceOf(Result.Ok.class);
        assertThat(authenticate.authenticate("apikey " + secret, null)).isInstanceOf(Result.Ok.class);
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
    }

    @Test
    void refusesEverythingElseWithoutRepeatingIt() {
        String wrong = "ttd_live_" + "ab".repeat(32);

        assertRefused(authenticate.authenticate(null, null));
        assertRefused(authenticate.authenticate("Bearer " + wrong, null));
        assertRefused(authenticate.authenticate("Basic " + secret, null));
        assertRefused(authenticate.authenticate("Bearer", null));
        assertRefused(authenticate.authenticate("Bearer " + secret + "0", null));
        assertRefused(authenticate.authenticate(null, ""));
        assertThat(authenticate.authenticate("Bearer " + wrong, null).toString())
                .doesNotContain("abab");
    }

    @Test
    void letsARevokedKeyInNoLongerThanItTrustsWhatItSaw() {
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        keys.create(ApiKey.unbound(
                new ApiKeyId(UuidV7.of(1, new Random(9))), "other", Role.ADMIN, "0".repeat(64), clock.instant()));
        assertThat(keys.revoke(keys.list(2, null).getFirst().id(), clock.instant()))
                .isEqualTo(ApiKeyRepository.Revocation.REVOKED);

        clock.advance(Duration.ofSeconds(9));
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        clock.advance(Duration.ofSeconds(1));

        assertRefused(authenticate.authenticate(null, secret));
    }

    @Test
    void goesOnWithKnownKeysWhileTheStoreIsAway() {
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        keys.goAway();

        clock.advance(Duration.ofMinutes(59));
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        clock.advance(Duration.ofMinutes(1));

        assertThat(codeOf(authenticate.authenticate(null, secret))).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    }

    @Test
    @Tag("F20")
    void asksAStoreThatIsAwayOnlyNowAndThen() {
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        clock.advance(Duration.ofSeconds(11));
        keys.goAway();
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        keys.comeBack();
        keys.create(ApiKey.unbound(
                new ApiKeyId(UuidV7.of(1, new Random(9))), "other", Role.ADMIN, "0".repeat(64), clock.instant()));
        keys.revoke(keys.list(2, null).getFirst().id(), clock.instant());

        clock.advance(Duration.ofMillis(1999));
        assertThat(authenticate.authenticate(null, secret)).as("not asked yet").isInstanceOf(Result.Ok.class);
        clock.advance(Duration.ofMillis(1));
        assertRefused(authenticate.authenticate(null, secret));
    }

    @Test
    void refusesAKeyFromTheInstantItExpiresThoughItWasSeenJustBefore() {
        String expiring = "ttd_live_" + "e".repeat(64);
        keys.create(new ApiKey(
                new ApiKeyId(UuidV7.of(1, new Random(9))),
                "expiring",
                Role.READER,
                List.of(StreamGrant.EVERYTHING),
                ApiKeySecret.parse(expiring).sha256(),
                clock.instant(),
                clock.instant().plusSeconds(5),
                null));

        clock.advance(Duration.ofMillis(4999));
        assertThat(authenticate.authenticate(null, expiring)).isInstanceOf(Result.Ok.class);
        clock.advance(Duration.ofMillis(1));

        assertRefused(authenticate.authenticate(null, expiring));
    }

    @Test
    void makesOnlyOneFirstKey() {
        assertThat(new EnsureAdminKey(keys, clock, new Random(2)).ensure()).isEmpty();
    }

    private static void assertRefused(Result<Principal> answer) {
        assertThat(codeOf(answer)).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    }

    private static @Nullable ErrorCode codeOf(Result<Principal> answer) {
        return switch (answer) {
            case Result.Ok<Principal> ok -> null;
            case Result.Refused<Principal>(var problem) -> problem.code();
        };
    }
}
