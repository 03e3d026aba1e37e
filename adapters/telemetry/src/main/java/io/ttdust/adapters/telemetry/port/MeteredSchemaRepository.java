package io.ttdust.adapters.telemetry.port;

import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Times every transaction of a repository of schemas.
public final class MeteredSchemaRepository implements SchemaRepository {

    private final SchemaRepository schemas;
    private final Transactions transactions;

    public MeteredSchemaRepository(SchemaRepository schemas, Timer timer) {
        this.schemas = schemas;
        this.transactions = new Transactions(timer);
    }

    @Override
    public boolean create(SchemaVersion first) {
        return transactions.test(() -> schemas.create(first));
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, int version) {
        return transactions.answer(() -> schemas.find(id, version));
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaId id) {
        return transactions.answer(() -> schemas.latest(id));
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaName name) {
        return transactions.answer(() -> schemas.latest(name));
    }

    @Override
    public List<SchemaVersion> list(@Nullable String namespace, int limit, @Nullable SchemaId before) {
        return transactions.answer(() -> schemas.list(namespace, limit, before));
    }
}
