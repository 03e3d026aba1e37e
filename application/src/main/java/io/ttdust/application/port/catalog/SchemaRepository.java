package io.ttdust.application.port.catalog;

import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored schemas. Contract: `SchemaRepositoryContract`. Every method is one transaction and throws
/// [io.ttdust.application.port.StorageException] when the store is away.
public interface SchemaRepository {

    /// Stores a new schema together with its first version.
    ///
    /// @return false, and nothing is stored, if the namespace has a schema of that name
    boolean create(SchemaVersion first);

    Optional<SchemaVersion> find(SchemaId id, int version);

    /// The version with the highest number.
    Optional<SchemaVersion> latest(SchemaId id);

    /// The latest version of the schema of that name.
    Optional<SchemaVersion> latest(SchemaName name);

    /// Latest versions, newest schema first.
    ///
    /// @param namespace only this one; null for all
    /// @param limit 1..1000
    /// @param before only schemas created before this one; null to start with the newest
    List<SchemaVersion> list(@Nullable String namespace, int limit, @Nullable SchemaId before);
}
