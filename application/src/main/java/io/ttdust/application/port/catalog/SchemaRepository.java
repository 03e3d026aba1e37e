package io.ttdust.application.port.catalog;

import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.Schema;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stored schemas. Contract: `SchemaRepositoryContract`. Every method is one transaction and throws
/// [io.ttdust.application.port.StorageException] when the store is away. Changes of one schema take place one after
/// the other.
public interface SchemaRepository {

    /// More streams are not named when what they use cannot be deleted.
    int STREAMS_NAMED_MAX = 10;

    /// Stores a new schema together with its first version.
    ///
    /// @return false, and nothing is stored, if the namespace has a schema of that name
    boolean create(SchemaVersion first, CompatibilityMode mode);

    /// Stores a further version, provided that nothing was done to the schema's versions or mode since `seen` was
    /// read: whoever compared with what was the latest then has compared with what is the latest now.
    ///
    /// @param next its number is one more than `seen`'s last, and no version that is not deleted has its
    ///     fingerprint
    /// @return false, and nothing is stored, if the schema is another by now or gone
    boolean add(Schema seen, SchemaVersion next);

    /// The schema as it stands.
    Optional<Schema> find(SchemaId id);

    /// A version of any status: records may be stored that were written under a deleted one.
    Optional<SchemaVersion> find(SchemaId id, int version);

    /// The version that has that fingerprint and is not deleted.
    Optional<SchemaVersion> find(SchemaId id, String fingerprint);

    /// The version with the highest number of those that are not deleted.
    Optional<SchemaVersion> latest(SchemaId id);

    /// The latest version of the schema of that name.
    Optional<SchemaVersion> latest(SchemaName name);

    /// Schemas, newest first, without definitions, which could be a mebibyte each.
    ///
    /// @param namespace only this one; null for all
    /// @param limit 1..1000
    /// @param before only schemas created before this one; null to start with the newest
    List<Schema> list(@Nullable String namespace, int limit, @Nullable SchemaId before);

    /// The schema's versions of any status in the order of their numbers, without definitions.
    ///
    /// @param limit 1..1000
    /// @param after only versions with greater numbers; 0 to start with the first
    List<SchemaVersion> versions(SchemaId id, int limit, int after);

    /// Changes what belongs to the schema and not to a version.
    ///
    /// @param description null to keep it
    /// @param mode null to keep it
    /// @return the schema as it stands then; empty if there is none
    Optional<Schema> change(SchemaId id, @Nullable String description, @Nullable CompatibilityMode mode);

    /// Gives a version another status. A deleted version keeps its number, its definition and its status for ever.
    VersionChange change(SchemaId id, int version, VersionStatus status);

    /// Deletes a schema that no stream uses, with all its versions. No file and no record in the log can refer
    /// to it then, as each belongs to a stream.
    SchemaDeletion delete(SchemaId id);
}
