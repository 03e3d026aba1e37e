package io.ttdust.application.port.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.access.ApiKeyRepository.Revocation;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.access.StreamAction;
import io.ttdust.domain.access.StreamGrant;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [ApiKeyRepository] promises. An adapter's test extends this and supplies the store.
public abstract class ApiKeyRepositoryContract {

    private static final Instant CREATED_AT = Instant.parse("2026-06-01T12:00:00.123456Z");
    private static final Instant LATER = CREATED_AT.plusSeconds(3600);
    private static final StreamId STREAM = new StreamId(UuidV7.of(1, new Random(1)));

    /// A store without keys.
    protected abstract ApiKeyRepository fresh();

    /// A store that cannot be reached.
    protected abstract ApiKeyRepository away();

    @Test
    void findsTheFirstKeyByItsHash() {
        ApiKeyRepository keys = fresh();

        assertThat(keys.createFirst(key(1))).isTrue();

        assertThat(keys.find(key(1).sha256())).contains(key(1));
    }

    @Test
    void refusesEveryKeyAfterTheFirst() {
        ApiKeyRepository keys = fresh();
        keys.createFirst(key(1));

        assertThat(keys.createFirst(key(2))).isFalse();
        assertThat(keys.createFirst(key(1))).isFalse();

        assertThat(keys.find(key(2).sha256())).isEmpty();
        assertThat(keys.find(key(1).sha256())).contains(key(1));
    }

    @Test
    void findsNothingByTextThatIsNoHashOfAKey() {
        ApiKeyRepository keys = fresh();
        keys.createFirst(key(1));

        assertThat(keys.find("")).isEmpty();
        assertThat(keys.find("%")).isEmpty();
        assertThat(keys.find("' OR ''='")).isEmpty();
    }

    @Test
    void keepsTimesToTheMicrosecondAndCutsWhatIsFiner() {
        ApiKeyRepository keys = fresh();
        ApiKey fine = ApiKey.unbound(key(1).id(), "fine", Role.ADMIN, key(1).sha256(), CREATED_AT.plusNanos(999));

        keys.createFirst(fine);

        assertThat(keys.find(fine.sha256()).orElseThrow().createdAt()).isEqualTo(CREATED_AT);
    }

    @Test
    void letsOneOfManyRacingCreatorsWin() throws Exception {
        ApiKeyRepository keys = fresh();

        List<Boolean> won = Race.run(100, i -> keys.createFirst(key(i)));

        assertThat(won).containsOnlyOnce(true).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(keys.find(key(i).sha256()).isPresent()).isEqualTo(won.get(i));
        }
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheStoreIsAway() {
        ApiKeyRepository keys = away();

        assertThatThrownBy(() -> keys.createFirst(key(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> keys.create(key(1))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> keys.find(key(1).sha256())).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> keys.list(1, null)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> keys.revoke(key(1).id(), LATER)).isInstanceOf(StorageException.class);
    }

    @Test
    void keepsEveryFieldOfAKey() {
        ApiKeyRepository keys = fresh();
        int number = 0;
        for (Role role : Role.values()) {
            for (StreamAction action : StreamAction.values()) {
                ApiKey key = new ApiKey(
                        key(++number).id(),
                        "ключ '1'; --",
                        role,
                        List.of(
                                new StreamGrant(STREAM, Set.of(StreamAction.WRITE, StreamAction.READ)),
                                new StreamGrant(null, Set.of(action))),
                        key(number).sha256(),
                        CREATED_AT,
                        CREATED_AT.plusSeconds(86_400),
                        null);

                keys.create(key);

                assertThat(keys.find(key.sha256())).contains(key);
            }
        }
    }

    @Test
    void listsNewestFirstPageByPage() {
        ApiKeyRepository keys = fresh();
        for (int i = 0; i < 5; i++) {
            keys.create(at(i));
        }

        assertThat(keys.list(2, null)).containsExactly(at(4), at(3));
        assertThat(keys.list(2, at(3).id())).containsExactly(at(2), at(1));
        assertThat(keys.list(2, at(1).id())).containsExactly(at(0));
        assertThat(keys.list(2, at(0).id())).isEmpty();
        assertThatThrownBy(() -> keys.list(0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.list(1001, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRevokedKeyStaysAndKeepsTheTimeOfItsFirstRevocation() {
        ApiKeyRepository keys = fresh();
        keys.create(key(1));
        keys.create(key(2));

        assertThat(keys.revoke(key(1).id(), LATER)).isEqualTo(Revocation.REVOKED);
        assertThat(keys.revoke(key(1).id(), LATER.plusSeconds(9))).isEqualTo(Revocation.REVOKED);

        assertThat(keys.find(key(1).sha256()).orElseThrow().revokedAt()).isEqualTo(LATER);
        assertThat(keys.list(10, null)).contains(key(1).revokedAt(LATER), key(2));
        assertThat(keys.createFirst(key(3)))
                .as("a first key after a revoked one")
                .isFalse();
    }

    @Test
    void aKeyNobodyKnowsCannotBeRevoked() {
        assertThat(fresh().revoke(key(1).id(), LATER)).isEqualTo(Revocation.UNKNOWN);
    }

    @Test
    void theLastUsableAdministratorCannotBeRevoked() {
        ApiKeyRepository keys = fresh();
        ApiKey expired = with(key(2), Role.ADMIN, LATER);
        keys.create(key(1));
        keys.create(expired);
        keys.create(with(key(3), Role.OPERATOR, null));

        assertThat(keys.revoke(key(1).id(), LATER)).isEqualTo(Revocation.LAST_ADMIN);
        assertThat(keys.find(key(1).sha256())).contains(key(1));
        assertThat(keys.revoke(expired.id(), LATER)).isEqualTo(Revocation.REVOKED);
        assertThat(keys.revoke(key(3).id(), LATER)).isEqualTo(Revocation.REVOKED);
    }

    @Test
    void anAdministratorIsRevokedOnlyWhileAnotherLastsAsLong() {
        ApiKeyRepository keys = fresh();
        ApiKey day = with(key(2), Role.ADMIN, LATER.plusSeconds(86_400));
        ApiKey sameDay = with(key(3), Role.ADMIN, LATER.plusSeconds(86_400));
        ApiKey hour = with(key(4), Role.ADMIN, LATER.plusSeconds(3_600));
        keys.create(key(1));
        keys.create(day);
        keys.create(hour);

        assertThat(keys.revoke(key(1).id(), LATER)).isEqualTo(Revocation.LAST_ADMIN);
        assertThat(keys.revoke(hour.id(), LATER)).isEqualTo(Revocation.REVOKED);
        keys.create(key(5));
        assertThat(keys.revoke(key(1).id(), LATER)).isEqualTo(Revocation.REVOKED);
        assertThat(keys.revoke(key(5).id(), LATER)).isEqualTo(Revocation.LAST_ADMIN);
        assertThat(keys.revoke(day.id(), LATER)).isEqualTo(Revocation.REVOKED);
        keys.create(sameDay);
        assertThat(keys.revoke(key(5).id(), LATER)).isEqualTo(Revocation.LAST_ADMIN);
    }

    @Test
    void ofAdministratorsThatAllExpireOneMayBeRevokedForOneOfTheSameEnd() {
        ApiKeyRepository keys = fresh();
        ApiKey first = with(key(1), Role.ADMIN, LATER.plusSeconds(60));
        ApiKey second = with(key(2), Role.ADMIN, LATER.plusSeconds(60));
        keys.create(first);
        keys.create(second);

        assertThat(keys.revoke(first.id(), LATER)).isEqualTo(Revocation.REVOKED);
        assertThat(keys.revoke(second.id(), LATER)).isEqualTo(Revocation.LAST_ADMIN);
    }

    @Test
    void ofAdministratorsRacingToRevokeAllOfThemselvesOneStays() throws Exception {
        ApiKeyRepository keys = fresh();
        for (int i = 0; i < 8; i++) {
            keys.create(key(i));
        }

        List<Revocation> outcomes = Race.run(8, i -> keys.revoke(key(i).id(), LATER));

        assertThat(outcomes).containsOnlyOnce(Revocation.LAST_ADMIN);
        assertThat(keys.list(10, null))
                .filteredOn(key -> key.revokedAt() == null)
                .hasSize(1);
    }

    private static ApiKey key(int number) {
        return ApiKey.unbound(
                new ApiKeyId(UuidV7.of(CREATED_AT.toEpochMilli(), new Random(number))),
                "key number " + number,
                Role.ADMIN,
                "%064x".formatted(number),
                CREATED_AT);
    }

    /// A key made that many milliseconds after the others.
    private static ApiKey at(int millis) {
        return ApiKey.unbound(
                new ApiKeyId(UuidV7.of(CREATED_AT.toEpochMilli() + millis, new Random(millis))),
                "key of millisecond " + millis,
                Role.WRITER,
                "%064x".formatted(millis),
                CREATED_AT);
    }

    private static ApiKey with(ApiKey key, Role role, @Nullable Instant expiresAt) {
        return new ApiKey(key.id(), key.name(), role, key.grants(), key.sha256(), key.createdAt(), expiresAt, null);
    }
}
