package io.ttdust.adapters.telemetry.port;

import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.access.ApiKeyRepository;
import io.ttdust.domain.access.ApiKey;
import io.ttdust.domain.id.ApiKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Times every transaction of a repository of API keys.
public final class MeteredApiKeyRepository implements ApiKeyRepository {

    private final ApiKeyRepository keys;
    private final Transactions transactions;

    public MeteredApiKeyRepository(ApiKeyRepository keys, Timer timer) {
        this.keys = keys;
        this.transactions = new Transactions(timer);
    }

    @Override
    public boolean createFirst(ApiKey key) {
        return transactions.test(() -> keys.createFirst(key));
    }

    @Override
    public void create(ApiKey key) {
        transactions.run(() -> keys.create(key));
    }

    @Override
    public Optional<ApiKey> find(String sha256) {
        return transactions.answer(() -> keys.find(sha256));
    }

    @Override
    public List<ApiKey> list(int limit, @Nullable ApiKeyId before) {
        return transactions.answer(() -> keys.list(limit, before));
    }

    @Override
    public Revocation revoke(ApiKeyId id, Instant now) {
        return transactions.answer(() -> keys.revoke(id, now));
    }
}
