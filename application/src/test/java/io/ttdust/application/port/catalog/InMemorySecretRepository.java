package io.ttdust.application.port.catalog;

import io.ttdust.application.port.StorageException;
import java.util.HashMap;
import java.util.Map;

/// [SecretRepository] for tests.
public final class InMemorySecretRepository implements SecretRepository {

    private final Map<String, byte[]> secrets = new HashMap<>();
    private boolean away;

    /// From now on every call throws, until [#comeBack].
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    @Override
    public synchronized byte[] findOrCreate(String purpose, byte[] candidate) {
        if (away) {
            throw new StorageException("the secrets are away");
        }
        return secrets.computeIfAbsent(purpose, absent -> candidate.clone()).clone();
    }
}
