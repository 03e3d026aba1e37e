package io.ttdust.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.application.ingest.MutableClock;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.ApiKeySecret;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthenticateTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Keys keys = new Keys();
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
        keys.stored.clear();

        clock.advance(Duration.ofSeconds(9));
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        clock.advance(Duration.ofSeconds(1));

        assertRefused(authenticate.authenticate(null, secret));
    }

    @Test
    void goesOnWithKnownKeysWhileTheStoreIsAway() {
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        keys.away = true;

        clock.advance(Duration.ofMinutes(59));
        assertThat(authenticate.authenticate(null, secret)).isInstanceOf(Result.Ok.class);
        clock.advance(Duration.ofMinutes(1));

        assertThat(codeOf(authenticate.authenticate(null, secret))).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
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

    private static final class Keys implements ApiKeyRepository {

        private final Map<String, ApiKey> stored = new HashMap<>();
        private boolean away;

        @Override
        public boolean createFirst(ApiKey key) {
            return stored.isEmpty() && stored.put(key.sha256(), key) == null;
        }

        @Override
        public Optional<ApiKey> find(String sha256) {
            if (away) {
                throw new StorageException("away");
            }
            return Optional.ofNullable(stored.get(sha256));
        }
    }
}
