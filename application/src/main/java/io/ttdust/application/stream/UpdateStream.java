package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.catalog.StreamRepository.VersionDeletedException;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.VersionChoice;

/// Changes streams. Safe for all threads.
public final class UpdateStream {

    private final StreamRepository streams;
    private final SchemaRepository schemas;
    private final StreamCatalog catalog;

    public UpdateStream(StreamRepository streams, SchemaRepository schemas, StreamCatalog catalog) {
        this.streams = streams;
        this.schemas = schemas;
        this.catalog = catalog;
    }

    /// Stores `change` and brings it into force on this node before this returns: each partition then has one
    /// offset up to which records satisfy the version that was in force, and from which on they satisfy the new
    /// one.
    ///
    /// @return the stream as it is now; or `INVALID_REQUEST` for a text or label that cannot be, `NOT_FOUND` for an
    ///     unknown stream or version, `CONFLICT` for a version that is deleted
    public Result<StreamDefinition> update(String idOrName, StreamChange change) {
        return catalog.find(idOrName).then(known -> update(known.definition(), change));
    }

    private Result<StreamDefinition> update(StreamDefinition stream, StreamChange change) {
        try {
            StreamDefinition _ = change.appliedTo(stream);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        if (!(change.versionChoice() instanceof VersionChoice.Pinned pinned)) {
            return store(stream, change);
        }
        Problem refusal = PinnedVersions.refusal(schemas, stream.schemaId(), pinned);
        if (refusal != null) {
            return Result.refused(refusal);
        }
        try {
            return store(stream, change);
        } catch (VersionDeletedException e) {
            return Result.refused(PinnedVersions.deleted(stream.schemaId(), pinned));
        }
    }

    private Result<StreamDefinition> store(StreamDefinition stream, StreamChange change) {
        OpenStream changed = streams.update(stream.id(), change) ? catalog.reload(stream.id()) : null;
        return changed != null
                ? Result.ok(changed.definition())
                : Result.refused(ErrorCode.NOT_FOUND, "there is no stream '%s' any more".formatted(stream.id()));
    }
}
