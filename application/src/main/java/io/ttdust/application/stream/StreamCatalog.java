package io.ttdust.application.stream;

import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.schema.CompiledSchema;
import io.ttdust.application.port.schema.SchemaCompiler;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.schema.PayloadSchema;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds streams by id or name, with their schemas compiled. Safe for all threads.
///
/// What was found, or created on this node, stays in memory, so that records flow while the metadata store is away.
/// A stream's definition never changes at this stage of the product, so nothing here can become stale; what was not
/// found is asked for again.
public final class StreamCatalog {

    /// Ids and names kept; beyond it all are dropped and read again, which is slow but bounded.
    private static final int KEYS_MAX = 10_000;

    private final StreamRepository streams;
    private final SchemaRepository schemas;
    private final SchemaCompiler compiler;
    private final ConcurrentHashMap<String, OpenStream> found = new ConcurrentHashMap<>();

    public StreamCatalog(StreamRepository streams, SchemaRepository schemas, SchemaCompiler compiler) {
        this.streams = streams;
        this.schemas = schemas;
        this.compiler = compiler;
    }

    /// The stream of that id (`str_…`) or name.
    ///
    /// @return it, or `NOT_FOUND`, or `INVALID_REQUEST` if `idOrName` can be neither
    public Result<OpenStream> find(String idOrName) {
        OpenStream known = found.get(idOrName);
        return known != null ? Result.ok(known) : load(idOrName);
    }

    private Result<OpenStream> load(String idOrName) {
        Optional<StreamDefinition> stored;
        try {
            stored = StreamId.looksLike(idOrName)
                    ? streams.find(StreamId.parse(idOrName))
                    : streams.find(new StreamName(idOrName));
        } catch (IllegalArgumentException e) {
            return Result.refused(ErrorCode.INVALID_REQUEST, "not a stream's id or name: " + e.getMessage());
        }
        if (stored.isEmpty()) {
            return Result.refused(
                    ErrorCode.NOT_FOUND,
                    "there is no stream '%s'; create it with POST /api/v1/streams".formatted(idOrName));
        }
        OpenStream opened = open(stored.get());
        keep(idOrName, opened);
        return Result.ok(opened);
    }

    private void keep(String idOrName, OpenStream stream) {
        if (found.size() >= KEYS_MAX) {
            found.clear();
        }
        found.put(idOrName, stream);
    }

    /// Keeps a stream that was just stored, so its first records need the store no more than the later ones.
    void keep(OpenStream created) {
        keep(created.definition().id().toString(), created);
        keep(created.definition().name().value(), created);
    }

    private OpenStream open(StreamDefinition stream) {
        SchemaVersion version = schemas.find(stream.schemaId(), stream.schemaVersion())
                .orElseThrow(() -> new IllegalStateException("stream %s names schema %s version %d, which is not stored"
                        .formatted(stream.name(), stream.schemaId(), stream.schemaVersion())));
        return open(stream, version);
    }

    /// Compiles the version of the schema that `stream` names.
    OpenStream open(StreamDefinition stream, SchemaVersion version) {
        return new OpenStream(stream, compiled(version));
    }

    private PayloadSchema compiled(SchemaVersion version) {
        return switch (compiler.compile(version.definition())) {
            case Result.Ok<CompiledSchema>(CompiledSchema compiled) -> compiled.schema();
            case Result.Refused<CompiledSchema> refused ->
                throw new IllegalStateException("stored schema %s version %d no longer compiles: %s"
                        .formatted(
                                version.name(),
                                version.version(),
                                refused.problem().message()));
        };
    }
}
