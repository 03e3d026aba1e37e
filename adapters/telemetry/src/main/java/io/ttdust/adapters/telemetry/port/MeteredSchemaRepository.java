package io.ttdust.adapters.telemetry.port;

import io.micrometer.core.instrument.Timer;
import io.ttdust.application.port.catalog.SchemaDeletion;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.VersionChange;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
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
    public boolean create(SchemaVersion first, CompatibilityMode mode) {
        return transactions.test(() -> schemas.create(first, mode));
    }

    @Override
    public boolean add(Schema seen, SchemaVersion next) {
        return transactions.test(() -> schemas.add(seen, next));
    }

    @Override
    public Optional<Schema> find(SchemaId id) {
        return transactions.answer(() -> schemas.find(id));
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, int version) {
        return transactions.answer(() -> schemas.find(id, version));
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, String fingerprint) {
        return transactions.answer(() -> schemas.find(id, fingerprint));
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
    public List<Schema> list(@Nullable String namespace, int limit, @Nullable SchemaId before) {
        return transactions.answer(() -> schemas.list(namespace, limit, before));
    }

    @Override
    public List<SchemaVersion> versions(SchemaId id, int limit, int after) {
        return transactions.answer(() -> schemas.versions(id, limit, after));
    }

    @Override
    public Optional<Schema> change(SchemaId id, @Nullable String description, @Nullable CompatibilityMode mode) {
        return transactions.answer(() -> schemas.change(id, description, mode));
    }

    @Override
    public VersionChange change(SchemaId id, int version, VersionStatus status) {
        return transactions.answer(() -> schemas.change(id, version, status));
    }

    @Override
    public SchemaDeletion delete(SchemaId id) {
        return transactions.answer(() -> schemas.delete(id));
    }
}
