package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.catalog.StreamRepository.VersionDeletedException;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.id.UuidV7Sequence;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import io.ttdust.domain.stream.VersionChoice;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Creates streams.
public final class CreateStream {

    private final StreamRepository streams;
    private final SchemaRepository schemas;
    private final StreamCatalog catalog;
    private final InstantSource clock;
    private final UuidV7Sequence ids;

    public CreateStream(
            StreamRepository streams,
            SchemaRepository schemas,
            StreamCatalog catalog,
            InstantSource clock,
            RandomGenerator random) {
        this.streams = streams;
        this.schemas = schemas;
        this.catalog = catalog;
        this.clock = clock;
        ids = new UuidV7Sequence(random);
    }

    /// Creates an active stream whose records must satisfy the schema's latest version, now and later.
    ///
    /// @return as below
    public Result<StreamDefinition> create(
            String name, @Nullable String schemaId, String description, int partitions, Map<String, String> labels) {
        return create(name, schemaId, VersionChoice.LATEST, description, partitions, labels);
    }

    /// Creates an active stream whose records must satisfy a version of the schema.
    ///
    /// @param schemaId null for the built-in schema that any JSON object satisfies
    /// @param partitions how many the stream has, for ever
    /// @return the stream; or `INVALID_REQUEST` for a bad name, label, id or number of partitions, `NOT_FOUND` for
    ///     an unknown schema or version, `CONFLICT` for a name that is taken or a version that is deleted
    public Result<StreamDefinition> create(
            String name,
            @Nullable String schemaId,
            VersionChoice version,
            String description,
            int partitions,
            Map<String, String> labels) {
        try {
            StreamName streamName = new StreamName(name);
            Optional<SchemaVersion> latest =
                    schemaId == null ? schemas.latest(SchemaName.ANY) : schemas.latest(SchemaId.parse(schemaId));
            if (latest.isEmpty()) {
                return Result.refused(
                        ErrorCode.NOT_FOUND,
                        "there is no schema '%s'; create it with POST /api/v1/schemas".formatted(schemaId));
            }
            Problem refusal = version instanceof VersionChoice.Pinned pinned
                    ? PinnedVersions.refusal(schemas, latest.get().schemaId(), pinned)
                    : null;
            return refusal == null
                    ? store(define(streamName, latest.get(), version, description, partitions, labels))
                    : Result.refused(refusal);
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private StreamDefinition define(
            StreamName name,
            SchemaVersion latest,
            VersionChoice version,
            String description,
            int partitions,
            Map<String, String> labels) {
        return new StreamDefinition(
                new StreamId(ids.next(clock.millis())),
                name,
                description,
                latest.schemaId(),
                version,
                version instanceof VersionChoice.Pinned(int pinned) ? pinned : latest.version(),
                partitions,
                labels,
                StreamStatus.ACTIVE,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /// Read back after it is stored, since a new version of the schema may have been registered meanwhile.
    private Result<StreamDefinition> store(StreamDefinition definition) {
        try {
            if (!streams.create(definition)) {
                return Result.refused(
                        ErrorCode.CONFLICT,
                        "a stream named '%s' exists; choose another name".formatted(definition.name()));
            }
        } catch (VersionDeletedException e) {
            return Result.refused(PinnedVersions.deleted(definition.schemaId(), definition.versionChoice()));
        }
        OpenStream opened = catalog.reload(definition.id());
        if (opened == null) {
            throw new IllegalStateException("stream %s was stored and is not there".formatted(definition.id()));
        }
        return Result.ok(opened.definition());
    }
}
