package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.VersionChoice;
import org.jspecify.annotations.Nullable;

/// Which versions a stream can be pinned to.
final class PinnedVersions {

    private PinnedVersions() {}

    /// Why a stream cannot be pinned to that version: `NOT_FOUND` if there is none, `CONFLICT` if it is deleted;
    /// null if it can.
    static @Nullable Problem refusal(SchemaRepository schemas, SchemaId schema, VersionChoice.Pinned pinned) {
        SchemaVersion version = schemas.find(schema, pinned.version()).orElse(null);
        if (version == null) {
            return Problem.of(
                    ErrorCode.NOT_FOUND,
                    "schema %s has no version %d; GET /api/v1/schemas/%s/versions lists those there are"
                            .formatted(schema, pinned.version(), schema));
        }
        return version.status() == VersionStatus.DELETED ? deleted(schema, pinned) : null;
    }

    /// `CONFLICT`, also for a version that was deleted after it was looked at.
    static Problem deleted(SchemaId schema, VersionChoice pinned) {
        return Problem.of(
                ErrorCode.CONFLICT,
                "version %s of schema %s is deleted; choose another, or 'latest'".formatted(pinned, schema));
    }
}
