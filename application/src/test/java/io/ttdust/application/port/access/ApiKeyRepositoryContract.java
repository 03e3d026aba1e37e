package io.ttdust.application.port.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.application.port.Race;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.id.ApiKeyId;
import io.ttdust.domain.id.UuidV7;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [ApiKeyRepository] promises. An adapter's test extends this and supplies the store.
public abstract class ApiKeyRepositoryContract {

    private static final Instant CREATED_AT = Instant.parse("2026-06-01T12:00:00.123456Z");

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
        ApiKey fine = new ApiKey(key(1).id(), "fine", Role.ADMIN, key(1).sha256(), CREATED_AT.plusNanos(999));

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
        assertThatThrownBy(() -> keys.find(key(1).sha256())).isInstanceOf(StorageException.class);
    }

    private static ApiKey key(int number) {
        return new ApiKey(
                new ApiKeyId(UuidV7.of(CREATED_AT.toEpochMilli(), new Random(number))),
                "key number " + number,
                Role.ADMIN,
                "%064x".formatted(number),
                CREATED_AT);
    }
}
