package io.ttdust.application.stream;

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

/// Schemas whose changes are in force for the streams of this node before they are answered: whoever registered a
/// version and then sends records finds them checked against it.
///
/// A change whose bringing into force failed, because the store went away between the two, is in force as soon
/// as the store is back and somebody looks, see [StreamCatalog#refresh].
public final class AnnouncedSchemas implements SchemaRepository {

    private final SchemaRepository schemas;
    private final StreamCatalog streams;

    public AnnouncedSchemas(SchemaRepository schemas, StreamCatalog streams) {
        this.schemas = schemas;
        this.streams = streams;
    }

    @Override
    public boolean add(Schema seen, SchemaVersion next) {
        boolean added = schemas.add(seen, next);
        if (added) {
            streams.schemaChanged(next.schemaId());
        }
        return added;
    }

    @Override
    public VersionChange change(SchemaId id, int version, VersionStatus status) {
        VersionChange change = schemas.change(id, version, status);
        if (change instanceof VersionChange.Changed) {
            streams.schemaChanged(id);
        }
        return change;
    }

    @Override
    public boolean create(SchemaVersion first, CompatibilityMode mode) {
        return schemas.create(first, mode);
    }

    @Override
    public Optional<Schema> find(SchemaId id) {
        return schemas.find(id);
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, int version) {
        return schemas.find(id, version);
    }

    @Override
    public Optional<SchemaVersion> find(SchemaId id, String fingerprint) {
        return schemas.find(id, fingerprint);
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaId id) {
        return schemas.latest(id);
    }

    @Override
    public Optional<SchemaVersion> latest(SchemaName name) {
        return schemas.latest(name);
    }

    @Override
    public List<Schema> list(@Nullable String namespace, int limit, @Nullable SchemaId before) {
        return schemas.list(namespace, limit, before);
    }

    @Override
    public List<SchemaVersion> versions(SchemaId id, int limit, int after) {
        return schemas.versions(id, limit, after);
    }

    @Override
    public Optional<Schema> change(SchemaId id, @Nullable String description, @Nullable CompatibilityMode mode) {
        return schemas.change(id, description, mode);
    }

    @Override
    public SchemaDeletion delete(SchemaId id) {
        return schemas.delete(id);
    }
}
