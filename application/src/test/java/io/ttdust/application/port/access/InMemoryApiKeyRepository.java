package io.ttdust.application.port.access;

import io.ttdust.application.port.StorageException;
import io.ttdust.domain.access.ApiKey;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [ApiKeyRepository] for tests.
public final class InMemoryApiKeyRepository implements ApiKeyRepository {

    private @Nullable ApiKey stored;
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
        if (stored != null) {
            return false;
        }
        stored = new ApiKey(
                key.id(), key.name(), key.role(), key.sha256(), key.createdAt().truncatedTo(ChronoUnit.MICROS));
        return true;
    }

    @Override
    public synchronized Optional<ApiKey> find(String sha256) {
        requirePresent();
        return Optional.ofNullable(stored).filter(key -> key.sha256().equals(sha256));
    }

    private void requirePresent() {
        if (away) {
            throw new StorageException("the API keys are away");
        }
    }
}
