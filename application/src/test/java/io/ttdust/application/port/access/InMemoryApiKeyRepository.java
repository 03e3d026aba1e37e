package io.ttdust.application.port.access;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.access.Role;
import io.ttdust.domain.id.ApiKeyId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [ApiKeyRepository] for tests.
public final class InMemoryApiKeyRepository implements ApiKeyRepository {

    private static final Comparator<ApiKey> NEWEST_FIRST =
            Comparator.comparing((ApiKey key) -> key.id().toString()).reversed();

    private final List<ApiKey> stored = new ArrayList<>();
    private boolean away;

    /// From now on every call throws, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    @Override
    public synchronized boolean createFirst(ApiKey key) {
        requirePresent();
        if (!stored.isEmpty()) {
            return false;
        }
        create(key);
        return true;
    }

    @Override
    public synchronized void create(ApiKey key) {
        requirePresent();
        if (stored.stream()
                .anyMatch(other -> other.id().equals(key.id()) || other.sha256().equals(key.sha256()))) {
            throw new StorageException("a key of that id or hash exists");
        }
        stored.add(new ApiKey(
                key.id(),
                key.name(),
                key.role(),
                key.grants(),
                key.sha256(),
                key.createdAt().truncatedTo(ChronoUnit.MICROS),
                cut(key.expiresAt()),
                cut(key.revokedAt())));
    }

    private static @Nullable Instant cut(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public synchronized Optional<ApiKey> find(String sha256) {
        requirePresent();
        return stored.stream().filter(key -> key.sha256().equals(sha256)).findFirst();
    }

    @Override
    public synchronized List<ApiKey> list(int limit, @Nullable ApiKeyId before) {
        requirePresent();
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit outside 1..1000: " + limit);
        }
        return stored.stream()
                .filter(key -> before == null || key.id().toString().compareTo(before.toString()) < 0)
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Revocation revoke(ApiKeyId id, Instant now) {
        requirePresent();
        ApiKey key =
                stored.stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
        if (key == null) {
            return Revocation.UNKNOWN;
        }
        if (key.revokedAt() != null) {
            return Revocation.REVOKED;
        }
        boolean othersAdminister = stored.stream()
                .anyMatch(each -> !each.equals(key)
                        && each.role() == Role.ADMIN
                        && each.isUsableAt(now)
                        && each.lastsAsLongAs(key));
        if (key.role() == Role.ADMIN && key.isUsableAt(now) && !othersAdminister) {
            return Revocation.LAST_ADMIN;
        }
        stored.set(stored.indexOf(key), key.revokedAt(now.truncatedTo(ChronoUnit.MICROS)));
        return Revocation.REVOKED;
    }

    private void requirePresent() {
        if (away) {
            throw new StorageException("the API keys are away");
        }
    }
}
